namespace ComposeExecutor.Mesos;

/// <summary>One status update (<c>TaskStatus</c> in <c>mesos.proto</c>).</summary>
/// <param name="TaskId">The task it is about.</param>
/// <param name="State">The task's state.</param>
/// <param name="Uuid">Tells updates apart; what the agent acknowledges. A repetition keeps it.</param>
/// <param name="Timestamp">When the state was entered.</param>
public sealed record TaskStatus(string TaskId, TaskState State, Guid Uuid, DateTimeOffset Timestamp)
{
    /// <summary>
    /// For people: what happened, why, what to do. Cut to <see cref="ExecutorCallWriter.MaximumMessageBytes"/> when it is sent.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>For programs: why.</summary>
    public TaskReason? Reason { get; init; }

    /// <summary>The health check's verdict; null while there is none.</summary>
    public bool? Healthy { get; init; }

    /// <summary>Labels for the framework, in order.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>Where the pod runs and can be reached.</summary>
    public ContainerStatus? ContainerStatus { get; init; }

    /// <summary>The check's latest result; Mesos wants one in every update of a task with a check.</summary>
    public CheckStatus? CheckStatus { get; init; }

    /// <summary>The bytes of memory that were used when the task ended for want of memory (<c>limitation</c>); null otherwise.</summary>
    public long? LimitedMemory { get; init; }

    /// <summary>Bytes for the framework.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>State and id.</summary>
    public override string ToString() => $"{State.WireName()} of task {TaskId} ({Uuid})";
}
