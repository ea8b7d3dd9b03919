namespace ComposeExecutor.Mesos;

/// <summary>A port the framework announces for a task (<c>Port</c> in <c>mesos.proto</c>, under <c>discovery.ports</c>).</summary>
/// <param name="Number">The port on the host.</param>
/// <param name="Name">What the port is for, as in <c>http</c>.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c>, or whatever the framework writes.</param>
public sealed record DiscoveryPort(int Number, string? Name, string? Protocol);
