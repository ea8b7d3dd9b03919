namespace ComposeExecutor.Mesos;

/// <summary>One network of a pod (<c>NetworkInfo</c> in <c>mesos.proto</c>).</summary>
public sealed record NetworkInfo
{
    /// <summary>The network's name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>The pod's addresses in it; frameworks take the first for the task's address.</summary>
    public IReadOnlyList<string> IpAddresses { get; init; } = [];

    /// <summary>Host ports that lead into the pod.</summary>
    public IReadOnlyList<PortMapping> PortMappings { get; init; } = [];
}
