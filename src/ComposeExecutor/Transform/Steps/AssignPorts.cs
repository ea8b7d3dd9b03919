using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Gives published ports host ports out of the offer: those chosen by configuration, then those of the same name, then those that the
/// file itself asks for, and to the rest the next: services by name, entries in file order, offered ports in the order offered.
/// Ports of services in the shared network move to the infra container.
/// </summary>
public sealed class AssignPorts : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var publishing = draft.Services.Where(service => service.Ports.Any()).Select(service => service.Name).ToHashSet();
        draft = DropWithoutEffect(draft, context);
        var requests = draft.Services.SelectMany(RequestsOf).ToList();
        publishing.ExceptWith(requests.Select(request => request.Service));
        draft = NoteChoicesWithoutEffect(draft, context, publishing);
        if (context.OfferedPorts is null)
            RefuseSame(requests);
        var assigned = context.OfferedPorts is { } offer
            ? Assign(requests, offer, context with { PortChoices = [.. context.PortChoices.Where(choice => !IsWithoutEffect(choice, context, publishing))] })
            : requests;
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

    private static List<PortRequest> Assign(List<PortRequest> requests, ImmutableArray<int> offer, PodContext context)
    {
        var pool = new PortPool(offer);
        var names = new NamedPorts(requests, offer, context.PortNames);
        var ports = new ChosenPorts(context.PortChoices, offer, names).Take(requests, pool);
        TakeOther(request => names.For(request).Select(port => pool.Take(request, port)).FirstOrDefault(port => port is not null));
        TakeOther(pool.Keep);
        TakeOther(request => request.First is null && context.EphemeralPorts ? null : pool.Next(request));

        var missing = requests.Where((request, index) => ports[index] is null && !(request.First is null && context.EphemeralPorts)).ToList();
        if (missing.Count > 0)
            throw TooFew(requests.Count, offer, missing);
        return [.. requests.Select((request, index) => ports[index] is { } port ? request.At(port) : request)];

        void TakeOther(Func<PortRequest, int?> take)
        {
            for (var index = 0; index < ports.Length; index++)
                ports[index] ??= take(requests[index]);
        }
    }

    // Without an offer the ports are the file's, which may be wrong; an offer gives each but once.
    private static void RefuseSame(List<PortRequest> requests)
    {
        for (var index = 0; index < requests.Count; index++)
        {
            var request = requests[index];
            if (request.First is { } port && port == request.Last
                && requests.Take(index).FirstOrDefault(other => other.First == port && other.Last == port && other.Binding.Overlaps(request.Binding)) is { } same)
            {
                throw new TransformException(
                    $"Port {port}/{request.Protocol} of the host is published twice: for {same} and for {request}. Give each a port of its own, or offer ports to choose from.");
            }
        }
    }

    private static bool IsWithoutEffect(PortChoice choice, PodContext context, HashSet<string> withoutEffect) =>
        context.Network == PodNetwork.Host || withoutEffect.Contains(choice.Service);

    private static PodDraft NoteChoicesWithoutEffect(PodDraft draft, PodContext context, HashSet<string> withoutEffect)
    {
        foreach (var choice in context.PortChoices)
        {
            if (context.OfferedPorts is null)
                draft = draft.Noting($"{choice.Origin} has no effect: no ports were offered, and the files' own are kept.");
            else if (IsWithoutEffect(choice, context, withoutEffect))
                draft = draft.Noting($"{choice.Origin} has no effect: service '{choice.Service}' is in a network that publishes nothing.");
        }

        return draft;
    }

    private static TransformException TooFew(int wanted, ImmutableArray<int> offer, List<PortRequest> missing)
    {
        var ports = string.Join(", ", missing);
        return new TransformException(
            $"The compose files publish {wanted} port(s) and the task has {(offer.IsEmpty ? "none" : $"only {offer.Length}")}: "
            + $"{missing.Count} missing, for {ports}. Ask the framework for {missing.Count} more port(s).");
    }
}
