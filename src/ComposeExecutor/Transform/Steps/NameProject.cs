namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Gives the project the pod's unique name, whatever name the file has, and takes out the profiles: rendering has applied
/// them, and what is left belongs to the pod wherever its file is read.
/// </summary>
public sealed class NameProject : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        draft.Model.Name = context.Project;
        foreach (var service in draft.Services)
            service.Fields.Remove("profiles");
        return draft;
    }
}
