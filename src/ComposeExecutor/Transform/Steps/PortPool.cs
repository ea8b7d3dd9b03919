using System.Collections.Immutable;

namespace ComposeExecutor.Transform.Steps;

/// <summary>The offered host ports, and what each has been given to.</summary>
internal sealed class PortPool
{
    private readonly ImmutableArray<int> _offer;
    private readonly Dictionary<int, List<HostBinding>> _uses = [];

    // The same host port of the file over tcp and udp (DNS, QUIC), or on an IPv4 and an IPv6 address, is one port to whoever
    // uses it: it stays one.
    private readonly Dictionary<(string Service, int First), int> _given = [];

    /// <summary>Starts with the whole offer.</summary>
    /// <param name="offer">Host ports in the order offered.</param>
    public PortPool(ImmutableArray<int> offer) => _offer = [.. offer.Distinct()];

    /// <summary>Takes one offered port, unless what it has been given to already stands against it.</summary>
    public int? Take(PortRequest request, int port) => _offer.Contains(port) && IsFreeFor(request, port) ? Give(request, port) : null;

    /// <summary>Takes the port that the file itself asks for, or the first of its range, if it was offered.</summary>
    public int? Keep(PortRequest request)
    {
        if (request.First is not { } first || request.Last is not { } last)
            return null;
        if (Shared(request) is { } shared)
            return shared >= first && shared <= last ? Give(request, shared) : null;
        return Unused.Where(port => port >= first && port <= last).Select(port => (int?)Give(request, port)).FirstOrDefault();
    }

    /// <summary>Takes the next port that nothing has been given; null when none is left.</summary>
    public int? Next(PortRequest request) =>
        Shared(request) is { } shared ? Give(request, shared) : Unused.Select(port => (int?)Give(request, port)).FirstOrDefault();

    private IEnumerable<int> Unused => _offer.Where(port => !_uses.ContainsKey(port));

    private int? Shared(PortRequest request) =>
        request.First is { } first && first == request.Last && _given.TryGetValue((request.Service, first), out var port) && IsFreeFor(request, port) ? port : null;

    private bool IsFreeFor(PortRequest request, int port) =>
        !_uses.TryGetValue(port, out var uses) || !uses.Any(request.Binding.Overlaps);

    private int Give(PortRequest request, int port)
    {
        if (_uses.TryGetValue(port, out var uses))
            uses.Add(request.Binding);
        else
            _uses[port] = [request.Binding];
        if (request.First is { } first && first == request.Last)
            _given.TryAdd((request.Service, first), port);
        return port;
    }
}
