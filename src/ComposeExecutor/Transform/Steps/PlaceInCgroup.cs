using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Puts every container under the pod's parent cgroup, so that the task's limits hold for the pod as a whole.</summary>
public sealed class PlaceInCgroup : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (context.CgroupParent is not { } parent)
            return draft;

        foreach (var service in draft.Model.Services)
        {
            if (service.Fields["cgroup_parent"].AsText() is { Length: > 0 } own && own != parent)
                draft = draft.Noting($"Service '{service.Name}' asks for cgroup_parent {own}; it runs in the pod's own cgroup instead.");
            service.Fields["cgroup_parent"] = ComposeJson.Escape(parent);
        }

        return draft;
    }
}
