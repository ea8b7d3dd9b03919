namespace ComposeExecutor.Mesos;

/// <summary>A host port that leads to a port of the pod (<c>NetworkInfo.PortMapping</c> in <c>mesos.proto</c>).</summary>
/// <param name="HostPort">The port on the agent's host.</param>
/// <param name="ContainerPort">The port inside the pod.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record PortMapping(int HostPort, int ContainerPort, string Protocol);
