using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Makes every name of a service resolve to the pod itself. Containers that join the infra container's network share its
/// <c>/etc/hosts</c>, so <c>extra_hosts</c> of the infra container is the one place for names.
/// </summary>
public sealed class ResolveServiceNames : ITransformStep
{
    private const string Loopback = "127.0.0.1";

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var names = draft.Services.SelectMany(NamesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        names.UnionWith(AliasesOf(draft.InfraService));
        var hosts = names.ToDictionary(name => name, name => (Addresses: (string[])[Loopback], Owner: ""), StringComparer.OrdinalIgnoreCase);

        foreach (var service in draft.Services)
        {
            foreach (var (name, addresses) in ExtraHostsOf(service))
            {
                if (hosts.TryGetValue(name, out var known) && !known.Addresses.SequenceEqual(addresses))
                    throw Disagreement(service.Name, name, addresses, known.Addresses, known.Owner);
                hosts[name] = (addresses, service.Name);
            }

            // The link's target is in the same network; the order that a link implies is in depends_on already.
            service.Fields.Remove("links");
        }

        draft.InfraService.Fields["extra_hosts"] = ComposeJson.ListOf(
            from host in hosts.OrderBy(host => host.Key, StringComparer.Ordinal)
            from address in host.Value.Addresses
            select $"{host.Key}={address}");
        return draft;
    }

    private static IEnumerable<string> NamesOf(ComposeService service)
    {
        yield return service.Name;
        if (service.Fields["container_name"].AsText() is { Length: > 0 } containerName)
            yield return containerName;
        foreach (var link in service.Fields["links"].AsTexts())
        {
            if (link.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
                yield return link[(colon + 1)..];
        }
    }

    private static IEnumerable<string> AliasesOf(ComposeService infra) =>
        (infra.Fields["networks"] as JsonObject)?.SelectMany(network => (network.Value as JsonObject)?["aliases"].AsTexts() ?? []) ?? [];

    // Compose prints `name=address`; older releases print `name:address`, where the address may itself contain colons.
    // A name with several entries has all these addresses, one of each family as a rule.
    private static IEnumerable<(string Name, string[] Addresses)> ExtraHostsOf(ComposeService service) =>
        from entry in service.Fields.Take("extra_hosts").AsTexts()
        let separator = entry.IndexOfAny(['=', ':'])
        where separator > 0
        group entry[(separator + 1)..] by entry[..separator] into entries
        select (entries.Key, entries.Distinct().Order(StringComparer.Ordinal).ToArray());

    private static TransformException Disagreement(string service, string name, string[] addresses, string[] known, string owner)
    {
        var address = string.Join(" and ", addresses);
        return new TransformException(owner.Length == 0
            ? $"Service '{service}' maps '{name}' to {address} in extra_hosts, but '{name}' is the name of a service of the pod. Remove the entry or rename the service."
            : $"Services '{owner}' and '{service}' disagree on extra_hosts: '{name}' is {string.Join(" and ", known)} in one and {address} in the other, but they share one hosts file.");
    }
}
