using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Makes every name of a service resolve to the pod itself. Containers that join the infra container's network share its
/// <c>/etc/hosts</c>, so <c>extra_hosts</c> of the infra container is the one place for names.
/// </summary>
public sealed class ResolveServiceNames : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (!draft.Members.Any())
            return draft;

        var infra = draft.InfraService.Fields;
        var names = draft.Members.SelectMany(ServiceNames.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Without a network the engine gives the host name no address.
        if (context.Network == PodNetwork.None && infra["hostname"].AsText() is { } hostName)
            names.Add(hostName);
        string[] loopback = HasIPv6(draft, context) ? [ServiceNames.Loopback, ServiceNames.LoopbackIPv6] : [ServiceNames.Loopback];
        var hosts = names.ToDictionary(name => name, name => (Addresses: loopback, Owner: ""), StringComparer.OrdinalIgnoreCase);

        var externalLinks = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var service in draft.Members)
        {
            foreach (var (name, addresses) in ExtraHostsOf(service))
            {
                if (!hosts.TryGetValue(name, out var known))
                    hosts[name] = (addresses, service.Name);
                else if (known.Owner.Length == 0 ? addresses.Except(loopback).Any() : !known.Addresses.SequenceEqual(addresses))
                    throw Disagreement(service.Name, name, addresses, known.Addresses, known.Owner);
            }

            // The link's target is in the same network; the order that a link implies is in depends_on already.
            service.Fields.Remove("links");
            externalLinks.UnionWith(service.Fields.Take("external_links").AsTexts());
        }

        // The engine's resolver answers for the network, and so for all that share it.
        if (externalLinks.Count > 0 && context.Network != PodNetwork.None)
            infra["external_links"] = ComposeJson.ListOf(externalLinks);
        infra["extra_hosts"] = ComposeJson.ListOf(
            from host in hosts.OrderBy(host => host.Key, StringComparer.Ordinal)
            from address in host.Value.Addresses
            select $"{host.Key}={address}");
        return draft;
    }

    // Only there the engine gives the pod an IPv6 loopback address.
    private static bool HasIPv6(PodDraft draft, PodContext context) =>
        context.Network != PodNetwork.None
        && draft.Members.SelectMany(service => service.Networks).Any(
            network => ((draft.Model.Root["networks"] as JsonObject)?[network] as JsonObject)?["enable_ipv6"].AsBoolean() is true);

    // Compose prints `name=address`; older releases print `name:address`, where the address may itself contain colons.
    // A name with several entries has all these addresses, one of each family as a rule.
    private static IEnumerable<(string Name, string[] Addresses)> ExtraHostsOf(ComposeService service) =>
        from entry in service.Fields.Take("extra_hosts").AsTexts()
        let separator = entry.IndexOfAny(['=', ':'])
        where separator > 0
        group entry[(separator + 1)..] by entry[..separator] into entries
        select (entries.Key, entries.Distinct().Order(StringComparer.Ordinal).ToArray());

    private static CannotShareException Disagreement(string service, string name, string[] addresses, string[] known, string owner)
    {
        var address = string.Join(" and ", addresses);
        return owner.Length == 0
            ? new CannotShareException(
                $"Service '{service}' maps '{name}' to {address} in extra_hosts, but '{name}' is the name of a service of the pod.",
                "Remove the entry or rename the service.")
            : new CannotShareException(
                $"Services '{owner}' and '{service}' disagree on extra_hosts: '{name}' is {string.Join(" and ", known)} in one and {address} in the other, but they share one hosts file.",
                "Give both the same address.");
    }
}
