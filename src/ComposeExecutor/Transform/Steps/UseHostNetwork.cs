using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// With <c>pod.network: host</c>, puts every service without a <c>network_mode</c> of its own into the host's network, and takes out what has
/// no meaning there. Services find each other by name at the host's loopback address.
/// </summary>
public sealed class UseHostNetwork : ITransformStep
{
    private static readonly string[] WithoutMeaning = ["networks", "expose", "links", "external_links", "mac_address"];

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (context.Network != PodNetwork.Host)
            return draft;

        var services = draft.Services.Where(service => service.NetworkMode is null or "" or "default").ToList();
        var names = services.SelectMany(ServiceNames.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var service in services)
        {
            RefuseSysctls(service);
            draft = TakePorts(draft, service, context);
            foreach (var field in WithoutMeaning)
                service.Fields.Remove(field);
            service.Fields["network_mode"] = "host";
            var own = service.Fields["extra_hosts"].AsTexts().ToList();
            var given = own.Select(entry => entry[..Math.Max(0, entry.IndexOfAny(['=', ':']))]).ToHashSet(StringComparer.OrdinalIgnoreCase);
            service.Fields["extra_hosts"] = ComposeJson.ListOf(
                [.. own, .. names.Where(name => !given.Contains(name)).Order(StringComparer.Ordinal).Select(name => $"{name}={ServiceNames.Loopback}")]);
        }

        draft.Model.DropUnusedNetworks();
        return draft;
    }

    private static PodDraft TakePorts(PodDraft draft, ComposeService service, PodContext context)
    {
        foreach (var entry in (service.Fields.Take("ports") as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            if (entry["target"].AsInteger() is not { } port)
                continue;
            var protocol = entry["protocol"].AsText() ?? "tcp";
            draft = draft with { Ports = draft.Ports.Add(new PortMapping(service.Name, port, port, protocol, null)) };
            if (context.OfferedPorts is { } offer && !offer.Contains(port))
            {
                draft = draft.Noting(
                    $"Service '{service.Name}' listens on port {port}/{protocol} of the host itself (pod.network is host), which the task was not offered. "
                    + "Let it listen on one that was: PORT0, PORT1, … in its environment.");
            }
        }

        return draft;
    }

    private static void RefuseSysctls(ComposeService service)
    {
        if ((service.Fields["sysctls"] as JsonObject)?.Select(entry => entry.Key).FirstOrDefault(name => name.StartsWith("net.", StringComparison.Ordinal)) is { } sysctl)
        {
            throw new TransformException(
                $"Service '{service.Name}' sets the sysctl {sysctl}, which would change the host's own network (pod.network is host). Remove it, or use another pod.network.");
        }
    }
}
