using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Gives published ports host ports out of the offer: services by name, entries in file order, offered ports in the order
/// offered. A host port in the file that was offered is kept. Ports of services in the shared network move to the infra container.
/// </summary>
public sealed class AssignPorts : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        draft = DropWithoutEffect(draft, context);
        var requests = draft.Services.SelectMany(RequestsOf).ToList();
        var assigned = context.OfferedPorts is { } offer ? Assign(requests, offer, context.EphemeralPorts) : requests;
        foreach (var service in draft.Services)
            service.Fields.Remove("ports");
        var members = draft.Members.Select(service => service.Name).ToHashSet();
        foreach (var requested in assigned.GroupBy(request => members.Contains(request.Service) ? draft.Infra : request.Service))
            draft.Model.Service(requested.Key)!.Fields["ports"] = new JsonArray([.. requested.Select(request => request.Entry)]);

        var exposed = draft.Members.SelectMany(service => service.Fields.Take("expose").AsTexts()).Distinct().ToList();
        if (exposed.Count > 0)
            draft.InfraService.Fields["expose"] = ComposeJson.ListOf(exposed);
        return draft with { Ports = draft.Ports.AddRange(assigned.Select(request => request.Mapping)) };
    }

    // Compose takes such entries too, and the engine publishes nothing for them: they are no reason to ask for offered ports.
    private static PodDraft DropWithoutEffect(PodDraft draft, PodContext context)
    {
        var members = draft.Members.Select(service => service.Name).ToHashSet();
        foreach (var service in draft.Services.Where(service => service.Ports.Any()).ToList())
        {
            var mode = members.Contains(service.Name) ? (context.Network == PodNetwork.None ? "none" : "") : service.NetworkMode;
            if (mode is not ("host" or "none"))
                continue;
            service.Fields.Remove("ports");
            draft = draft.Noting($"Service '{service.Name}' publishes ports, which has no effect in the network '{mode}'{(mode == "host" ? ": what it listens on are ports of the host" : "")}.");
        }

        return draft;
    }

    private static IEnumerable<PortRequest> RequestsOf(ComposeService service)
    {
        foreach (var port in service.Ports)
        {
            if (port["target"].AsInteger() is not (>= 1 and <= ushort.MaxValue and var target))
                throw new TransformException($"Service '{service.Name}' has an entry in 'ports' without a valid target: {port.ToJsonString()}.");
            var (first, last) = RangeOf(service.Name, port["published"].AsText());
            yield return new PortRequest(service.Name, target, port["protocol"].AsText() ?? "tcp", first, last, (JsonObject)port.DeepClone());
        }
    }

    // `published` is empty, one port, or a range out of which one port is wanted.
    private static (int? First, int? Last) RangeOf(string service, string? published)
    {
        if (string.IsNullOrEmpty(published) || published == "0")
            return (null, null);
        var ends = published.Split('-', 2);
        if (PortOf(ends[0]) is { } first && PortOf(ends[^1]) is { } last && first <= last)
            return (first, last);
        throw new TransformException($"Service '{service}' publishes '{published}', which is not a port or a range of ports.");
    }

    private static int? PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= ushort.MaxValue ? port : null;

    private static List<PortRequest> Assign(List<PortRequest> requests, ImmutableArray<int> offer, bool ephemeral)
    {
        var pool = new PortPool(offer);
        var kept = requests.Select(pool.Keep).ToList();

        var missing = new List<PortRequest>();
        var assigned = new List<PortRequest>();
        foreach (var (request, own) in requests.Zip(kept))
        {
            if (request.First is null && ephemeral)
                assigned.Add(request);
            else if ((own ?? pool.Next(request)) is { } port)
                assigned.Add(request.At(port));
            else
                missing.Add(request);
        }

        if (missing.Count > 0)
            throw TooFew(requests.Count, offer, missing);
        return assigned;
    }

    private static TransformException TooFew(int wanted, ImmutableArray<int> offer, List<PortRequest> missing)
    {
        var ports = string.Join(", ", missing.Select(request => $"{request.Service}:{request.Target}/{request.Protocol}"));
        return new TransformException(
            $"The compose files publish {wanted} port(s) and the task has {(offer.IsEmpty ? "none" : $"only {offer.Length}")}: "
            + $"{missing.Count} missing, for {ports}. Ask the framework for {missing.Count} more port(s).");
    }
}
