namespace ComposeExecutor.Transform;

/// <summary>One published port of a pod.</summary>
/// <param name="Service">The service that the file publishes it for.</param>
/// <param name="ContainerPort">The port inside the pod.</param>
/// <param name="HostPort">The port on the host; null when the engine chooses it.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="HostAddress">The only host address it is published on; null for all of them.</param>
public sealed record PortMapping(string Service, int ContainerPort, int? HostPort, string Protocol, string? HostAddress);
