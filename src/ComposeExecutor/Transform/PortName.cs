using System.Collections.Immutable;

namespace ComposeExecutor.Transform;

/// <summary>The name of an offered port, as a framework announces it.</summary>
/// <param name="Name">What the port is for, as in <c>http</c>.</param>
/// <param name="Port">The port on the host.</param>
/// <param name="Protocols">The protocols it is meant for, in lower case; empty for any.</param>
public sealed record PortName(string Name, int Port, ImmutableArray<string> Protocols)
{
    /// <summary>The name of a port.</summary>
    /// <param name="name">The name.</param>
    /// <param name="port">The port on the host.</param>
    /// <param name="protocols">Protocols separated by commas, as Marathon writes <c>udp,tcp</c>; null for any.</param>
    public static PortName Of(string name, int port, string? protocols) =>
        new(name, port, [.. (protocols ?? "").ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Whether the port is meant for a protocol.</summary>
    /// <param name="protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
    public bool Serves(string protocol) => Protocols.IsEmpty || Protocols.Contains(protocol);
}
