using System.Collections.Immutable;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Offered ports by the names that the framework gave them.</summary>
internal sealed class NamedPorts
{
    private readonly ImmutableArray<PortName> _names;
    private readonly ImmutableArray<int> _offer;
    private readonly HashSet<string> _publishingOne;

    /// <summary>Looks at the names.</summary>
    /// <param name="requests">All published ports of the pod.</param>
    /// <param name="offer">Host ports in the order offered.</param>
    /// <param name="names">The names; those of ports that were not offered have no effect.</param>
    public NamedPorts(IEnumerable<PortRequest> requests, ImmutableArray<int> offer, ImmutableArray<PortName> names)
    {
        _names = names;
        _offer = offer;
        _publishingOne = [.. requests.GroupBy(request => request.Service).Where(group => group.DistinctBy(request => request.Target).Count() == 1).Select(group => group.Key)];
    }

    /// <summary>All names, for people.</summary>
    public string All => _names.IsEmpty ? "none has a name" : $"the names are {string.Join(", ", _names.Select(name => $"'{name.Name}'").Distinct())}";

    /// <summary>
    /// The offered ports with the name of a published one: the <c>name</c> of its entry, else its service and port (<c>web-8080</c>), else its
    /// service, where that publishes no other.
    /// </summary>
    public IEnumerable<int> For(PortRequest request)
    {
        string?[] candidates = [request.Name, $"{request.Service}-{request.Target}", _publishingOne.Contains(request.Service) ? request.Service : null];
        return candidates.OfType<string>().SelectMany(name => Find(name, request.Protocol)).Where(port => _offer.Contains(port));
    }

    /// <summary>The ports of a name that are meant for a protocol, offered or not.</summary>
    public IEnumerable<int> Find(string name, string protocol) =>
        _names.Where(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && known.Serves(protocol)).Select(known => known.Port);
}
