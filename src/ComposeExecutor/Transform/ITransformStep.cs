namespace ComposeExecutor.Transform;

/// <summary>One step on the way from a Compose project to a pod. Steps are pure: the same draft and context give the same result.</summary>
public interface ITransformStep
{
    /// <summary>Applies the step.</summary>
    /// <param name="draft">The result of the steps before; its model may be changed in place.</param>
    /// <param name="context">What is known of the pod.</param>
    /// <exception cref="TransformException">The project cannot become a pod.</exception>
    PodDraft Apply(PodDraft draft, PodContext context);
}
