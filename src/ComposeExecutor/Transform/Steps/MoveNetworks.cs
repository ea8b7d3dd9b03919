using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Attaches the infra container to every network that a service is attached to, with all their aliases, so that
/// containers outside the pod on an external network reach the services by the names they know.
/// </summary>
public sealed class MoveNetworks : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (context.Network == PodNetwork.None)
        {
            foreach (var member in draft.Members)
                member.Fields.Remove("networks");
            draft.Model.DropUnusedNetworks();
            return draft;
        }

        var attached = new JsonObject();
        var aliases = new Dictionary<string, SortedSet<string>>();
        var owners = new Dictionary<string, string>();
        foreach (var service in draft.Members)
        {
            foreach (var (network, settings) in NetworksOf(service))
            {
                var target = attached.ObjectAt(network);
                var names = aliases.TryGetValue(network, out var known) ? known : aliases[network] = new SortedSet<string>(StringComparer.Ordinal);
                names.Add(service.Name);
                foreach (var (field, value) in settings as JsonObject ?? [])
                {
                    if (field == "aliases")
                        names.UnionWith(value.AsTexts());
                    else if (target[field] is { } taken && !JsonNode.DeepEquals(taken, value))
                        throw Disagreement(owners[$"{network}.{field}"], service.Name, network, field);
                    else if (value is not null)
                    {
                        target[field] = value.DeepClone();
                        owners.TryAdd($"{network}.{field}", service.Name);
                    }
                }
            }
        }

        foreach (var (network, names) in aliases)
            attached.ObjectAt(network)["aliases"] = ComposeJson.ListOf(names);
        if (attached.Count > 0)
            draft.InfraService.Fields["networks"] = attached;
        return draft;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> NetworksOf(ComposeService service) =>
        service.Fields.Take("networks") switch
        {
            JsonObject networks => networks,
            JsonArray list => list.AsTexts().Select(name => KeyValuePair.Create(name, (JsonNode?)null)),
            _ => [],
        };

    private static CannotShareException Disagreement(string first, string second, string network, string field) => new(
        $"Services '{first}' and '{second}' disagree on {field} in network '{network}', but a shared network is attached to each only once.",
        "Give both the same value, or remove one.");
}
