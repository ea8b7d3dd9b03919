using System.Net;
using System.Net.Sockets;

namespace ComposeExecutor.Transform.Steps;

/// <summary>What a published port occupies at a host port: a protocol, on an address or on all of them.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="Address">The only host address; null for all of them.</param>
internal sealed record HostBinding(string Protocol, string? Address)
{
    /// <summary>Whether the host can give a port to only one of the two.</summary>
    public bool Overlaps(HostBinding other) => Protocol == other.Protocol && Overlap(Address, other.Address);

    // An address that is not one is left to the engine to refuse.
    private static bool Overlap(string? one, string? other)
    {
        if (one is null || other is null || one == other)
            return true;
        return IPAddress.TryParse(one, out var first) && IPAddress.TryParse(other, out var second)
            && first.AddressFamily == second.AddressFamily
            && (first.Equals(second) || IsAny(first) || IsAny(second));
    }

    private static bool IsAny(IPAddress address) =>
        address.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
}
