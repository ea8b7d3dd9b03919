using System.Collections.Immutable;

namespace ComposeExecutor.Transform.Steps;

/// <summary>The offered host ports that are still free, given out in the order offered.</summary>
internal sealed class PortPool
{
    private readonly List<int> _free;

    // The same host port of the file over tcp and udp (DNS, QUIC), or on an IPv4 and an IPv6 address, is one port to whoever
    // uses it: it stays one.
    private readonly Dictionary<(string Service, int First), (int Port, HashSet<(string Protocol, string? Address)> Uses)> _given = [];

    /// <summary>Starts with the whole offer.</summary>
    /// <param name="offer">Host ports in the order offered.</param>
    public PortPool(ImmutableArray<int> offer) => _free = [.. offer.Distinct()];

    /// <summary>Takes the port that the file itself asks for, or the first of its range, if it was offered.</summary>
    public int? Keep(PortRequest request)
    {
        if (request.First is not { } first || request.Last is not { } last)
            return null;
        if (Shared(request) is { } shared)
            return shared >= first && shared <= last ? shared : null;
        var at = _free.FindIndex(port => port >= first && port <= last);
        return at < 0 ? null : Give(request, at);
    }

    /// <summary>Takes the next free port; null when none is left.</summary>
    public int? Next(PortRequest request) => Shared(request) ?? (_free.Count > 0 ? Give(request, 0) : null);

    private int? Shared(PortRequest request) =>
        request.First is { } first && first == request.Last
        && _given.TryGetValue((request.Service, first), out var given) && given.Uses.Add((request.Protocol, request.HostAddress))
            ? given.Port
            : null;

    private int Give(PortRequest request, int at)
    {
        var port = _free[at];
        _free.RemoveAt(at);
        if (request.First is { } first && first == request.Last)
            _given.TryAdd((request.Service, first), (port, [(request.Protocol, request.HostAddress)]));
        return port;
    }
}
