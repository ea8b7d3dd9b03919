namespace ComposeExecutor.Mesos;

/// <summary>Where a task's pod runs and how it is reached (<c>ContainerStatus</c> in <c>mesos.proto</c>).</summary>
public sealed record ContainerStatus
{
    /// <summary>The Mesos container of the executor, as <see cref="ExecutorEvent.Subscribed"/> names it.</summary>
    public string? ContainerId { get; init; }

    /// <summary>One entry for each network the pod is in.</summary>
    public IReadOnlyList<NetworkInfo> NetworkInfos { get; init; } = [];

    /// <summary>The process that owns the pod.</summary>
    public int? ExecutorPid { get; init; }
}
