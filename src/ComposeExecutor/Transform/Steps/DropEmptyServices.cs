using System.Text.Json.Nodes;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Takes out services scaled to zero, and what depends on them being there, as Compose does not start them either.</summary>
public sealed class DropEmptyServices : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (!draft.Services.Any())
            throw new TransformException("The compose files define no services: there is nothing to run. Check the files and the active profiles.");

        var dropped = draft.Services.Where(service => service.Replicas <= 0).Select(service => service.Name).ToList();
        foreach (var name in dropped)
        {
            draft.Model.Section("services").Remove(name);
            foreach (var service in draft.Services)
                (service.Fields["depends_on"] as JsonObject)?.Remove(name);
            draft = draft.Noting($"Service '{name}' is scaled to zero and therefore not part of the pod.");
        }

        if (!draft.Services.Any())
            throw new TransformException("All services of the compose files are scaled to zero: there is nothing to run.");
        return draft;
    }
}
