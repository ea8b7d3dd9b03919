using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Moves what belongs to a network namespace (host name, DNS, MAC address, <c>net.*</c> sysctls) from the services to the infra
/// container: Docker refuses these fields on a container that joins another one's network.
/// </summary>
public sealed class MoveNetworkIdentity : ITransformStep
{
    private static readonly string[] Fields = ["hostname", "domainname", "dns", "dns_search", "dns_opt", "mac_address"];

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var infra = draft.InfraService.Fields;
        var owners = new Dictionary<string, string>();
        foreach (var service in draft.Services)
        {
            foreach (var field in Fields)
            {
                if (service.Fields.Take(field) is { } value)
                    Move(infra, field, value, field, service.Name, owners);
            }

            if (service.Fields["sysctls"] is JsonObject sysctls)
                MoveSysctls(infra, sysctls, service.Name, owners);
        }

        // Without a name of its own a container is named after its id, which says nothing to the person at its prompt.
        if (infra["hostname"] is null)
            infra["hostname"] = context.Project;
        return draft;
    }

    private static void MoveSysctls(JsonObject infra, JsonObject sysctls, string service, Dictionary<string, string> owners)
    {
        foreach (var name in sysctls.Select(entry => entry.Key).Where(name => name.StartsWith("net.", StringComparison.Ordinal)).ToList())
        {
            if (sysctls.Take(name) is { } value)
                Move(infra.ObjectAt("sysctls"), name, value, $"sysctls.{name}", service, owners);
        }
    }

    private static void Move(JsonObject target, string key, JsonNode value, string field, string service, Dictionary<string, string> owners)
    {
        if (target[key] is { } taken && !JsonNode.DeepEquals(taken, value))
        {
            throw new TransformException(
                $"Services '{owners[field]}' and '{service}' disagree on {field} ({Shown(taken)} and {Shown(value)}), but they share one network. "
                + "Give both the same value, or remove one.");
        }

        target[key] = value;
        owners.TryAdd(field, service);
    }

    private static string Shown(JsonNode value) => value.AsText() ?? value.ToJsonString();
}
