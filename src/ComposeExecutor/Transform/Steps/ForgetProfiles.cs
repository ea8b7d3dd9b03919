namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Removes the profiles of services: Compose has left out those that are not active, and would leave out the others as well when it creates
/// the pod, where nobody names the profiles again.
/// </summary>
public sealed class ForgetProfiles : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Services)
            service.Fields.Remove("profiles");
        return draft;
    }
}
