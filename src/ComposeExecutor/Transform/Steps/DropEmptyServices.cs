using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Takes out services scaled to zero, and what depends on them being there, as Compose does not start them either.</summary>
public sealed class DropEmptyServices : ITransformStep
{
    private static readonly string[] Namespaces = ["network_mode", "pid", "ipc"];

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
                Forget(service, name);
            draft = draft.Noting($"Service '{name}' is scaled to zero and therefore not part of the pod.");
        }

        if (!draft.Services.Any())
            throw new TransformException("All services of the compose files are scaled to zero: there is nothing to run.");
        foreach (var service in draft.Services)
            RefuseLostNamespace(service, dropped);
        return draft;
    }

    private static void Forget(ComposeService service, string dropped)
    {
        (service.Fields["depends_on"] as JsonObject)?.Remove(dropped);
        if (service.Fields["links"] is JsonArray links)
            service.Fields["links"] = ComposeJson.ListOf(links.AsTexts().Where(link => link.Split(':')[0] != dropped));
    }

    private static void RefuseLostNamespace(ComposeService service, List<string> dropped)
    {
        foreach (var field in Namespaces)
        {
            if (dropped.Find(name => service.Fields[field].AsText() == $"service:{name}") is { } name)
                throw new TransformException($"Service '{service.Name}' joins '{name}' ({field}), which is scaled to zero and has no container. Give '{name}' a replica, or '{service.Name}' a {field} of its own.");
        }
    }
}
