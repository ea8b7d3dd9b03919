namespace ComposeExecutor.Transform.Steps;

/// <summary>Gives the project the pod's unique name, whatever name the file has.</summary>
public sealed class NameProject : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        draft.Model.Name = context.Project;
        return draft;
    }
}
