using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Keeps a <c>container_name</c> as a suffix of the project's name: on one host a fixed name could be used only once.</summary>
public sealed class PrefixContainerNames : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Services)
        {
            if (service.Fields["container_name"].AsText() is { Length: > 0 } name)
                service.Fields["container_name"] = $"{context.Project}-{name}";
        }

        return draft;
    }
}
