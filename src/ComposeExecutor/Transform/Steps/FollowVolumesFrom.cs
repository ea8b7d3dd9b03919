using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Lets <c>volumes_from</c> find its container in the pod: one that is named by the <c>container_name</c> of a service, which gets another
/// name in a pod, is named by the service instead. A service that is not part of the pod has no volumes to give.
/// </summary>
public sealed class FollowVolumesFrom : ITransformStep
{
    private const string OfContainer = "container:";

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var services = draft.Services
            .Where(service => service.Fields["container_name"].AsText() is { Length: > 0 })
            .ToDictionary(service => service.Fields["container_name"].AsText()!, service => service.Name);
        foreach (var service in draft.Services.Where(service => service.Fields.ContainsKey("volumes_from")))
        {
            service.Fields["volumes_from"] = ComposeJson.ListOf(service.Fields["volumes_from"].AsTexts()
                .Select(entry => Follow(entry, services))
                .Select(entry => Require(draft, service, entry)));
        }

        return draft;
    }

    // SERVICE[:ro|rw] or container:NAME[:ro|rw].
    private static string Follow(string entry, Dictionary<string, string> services)
    {
        if (!entry.StartsWith(OfContainer, StringComparison.Ordinal))
            return entry;
        var parts = entry[OfContainer.Length..].Split(':', 2);
        return services.TryGetValue(parts[0], out var service) ? string.Join(':', [service, .. parts[1..]]) : entry;
    }

    private static string Require(PodDraft draft, ComposeService service, string entry)
    {
        var source = entry.Split(':', 2)[0];
        return entry.StartsWith(OfContainer, StringComparison.Ordinal) || draft.Model.Service(source) is not null
            ? entry
            : throw new TransformException(
                $"Service '{service.Name}' takes its volumes from '{source}', which is scaled to zero and has none. Give '{source}' a replica, or share a named volume.");
    }
}
