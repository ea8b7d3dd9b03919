using System.Globalization;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>One entry of a service's <c>ports</c>.</summary>
/// <param name="Service">The service that has it.</param>
/// <param name="Target">The port inside the pod.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="First">The host port that the file asks for, or the first of a range; null when it leaves the choice.</param>
/// <param name="Last">The last host port of the range; the same as <paramref name="First"/> for a single port.</param>
/// <param name="Entry">The entry itself, a copy that may be changed and placed elsewhere.</param>
internal sealed record PortRequest(string Service, int Target, string Protocol, int? First, int? Last, JsonObject Entry)
{
    /// <summary>What the pod publishes by this entry.</summary>
    public PortMapping Mapping =>
        new(Service, Target, First == Last ? First : null, Protocol, HostAddress);

    /// <summary>What it occupies at its host port.</summary>
    public HostBinding Binding => new(Protocol, HostAddress);

    /// <summary>The name that the file gives it; null where it gives none.</summary>
    public string? Name => Entry["name"].AsText() is { Length: > 0 } name ? name : null;

    /// <summary>The only host address to publish it on; null for all of them.</summary>
    public string? HostAddress => Entry["host_ip"].AsText() is { Length: > 0 } address ? address : null;

    /// <summary>For people: the service and its port.</summary>
    public override string ToString() => $"{Service}:{Target}/{Protocol}";

    /// <summary>This request, at a host port.</summary>
    public PortRequest At(int hostPort)
    {
        Entry["published"] = hostPort.ToString(CultureInfo.InvariantCulture);
        return this with { First = hostPort, Last = hostPort };
    }
}
