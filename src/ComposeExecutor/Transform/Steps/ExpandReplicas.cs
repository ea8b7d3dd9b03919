using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Makes a service of every further replica: <c>web</c> with three replicas becomes <c>web</c>, <c>web-2</c> and <c>web-3</c>, each
/// supervised, logged and reported by its own name, and all reachable as <c>web</c>, as under Compose.
/// </summary>
public sealed class ExpandReplicas : ITransformStep
{
    private const int MaximumReplicas = 100;

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var replicated = draft.Services.Select(service => (Service: service, service.Replicas)).ToList();
        foreach (var (service, replicas) in replicated)
        {
            service.Fields.Remove("scale");
            (service.Fields["deploy"] as JsonObject)?.Remove("replicas");
            if (replicas > 1)
                draft = Expand(draft, service, replicas);
        }

        return draft;
    }

    private static PodDraft Expand(PodDraft draft, ComposeService service, int replicas)
    {
        if (replicas > MaximumReplicas)
            throw new TransformException($"Service '{service.Name}' asks for {replicas} replicas, and a pod may have {MaximumReplicas} of one service. Run more instances of the task.");
        if (service.Fields["container_name"].AsText() is { Length: > 0 } containerName)
        {
            throw new TransformException(
                $"Service '{service.Name}' asks for {replicas} replicas and for the container_name '{containerName}', which only one container can have. Remove one of the two.");
        }

        var dependants = draft.Services.Where(other => other.Fields["depends_on"] is JsonObject dependencies && dependencies.ContainsKey(service.Name)).ToList();
        foreach (var name in NewNames(draft, service.Name, replicas - 1))
        {
            var copy = (JsonObject)service.Fields.DeepClone();
            // Every instance answers to the service's name, in turn.
            foreach (var (_, network) in Networks(copy))
            {
                network["aliases"] = ComposeJson.ListOf(network["aliases"].AsTexts().Append(service.Name).Distinct());
            }

            draft.Model.AddService(name, copy);
            foreach (var dependencies in dependants.Select(dependant => (JsonObject)dependant.Fields["depends_on"]!))
                dependencies[name] = dependencies[service.Name]!.DeepClone();
            draft = draft with { InstanceOf = draft.InstanceOf.Add(name, service.Name) };
        }

        return draft.Noting($"Service '{service.Name}' has {replicas} replicas: {string.Join(", ", draft.InstanceOf.Where(entry => entry.Value == service.Name).Select(entry => $"'{entry.Key}'").Order(StringComparer.Ordinal))} are the others.");
    }

    private static List<string> NewNames(PodDraft draft, string service, int count)
    {
        var names = new List<string>();
        for (var number = 2; names.Count < count; number++)
        {
            if (draft.Model.Service($"{service}-{number}") is null)
                names.Add($"{service}-{number}");
        }

        return names;
    }

    private static IEnumerable<KeyValuePair<string, JsonObject>> Networks(JsonObject service) =>
        service["networks"] is JsonObject networks
            ? [.. networks.Select(network => network.Key).ToList().Select(name => KeyValuePair.Create(name, networks.ObjectAt(name)))]
            : [];
}
