namespace ComposeExecutor.Mesos;

/// <summary>Why a task is in its state, by its name in the API (<c>TaskStatus.Reason</c> in <c>mesos.proto</c>).</summary>
public sealed record TaskReason
{
    private TaskReason(string wireName) => WireName = wireName;

    /// <summary>The reason's name in the API.</summary>
    public string WireName { get; }

    /// <summary>The task's description is wrong.</summary>
    public static TaskReason TaskInvalid { get; } = new("REASON_TASK_INVALID");

    /// <summary>What the task asks for is not permitted.</summary>
    public static TaskReason TaskUnauthorized { get; } = new("REASON_TASK_UNAUTHORIZED");

    /// <summary>The task group cannot be run as described.</summary>
    public static TaskReason TaskGroupInvalid { get; } = new("REASON_TASK_GROUP_INVALID");

    /// <summary>The pod could not be started.</summary>
    public static TaskReason ContainerLaunchFailed { get; } = new("REASON_CONTAINER_LAUNCH_FAILED");

    /// <summary>The pod's resources could not be changed.</summary>
    public static TaskReason ContainerUpdateFailed { get; } = new("REASON_CONTAINER_UPDATE_FAILED");

    /// <summary>The pod used more than it may, of something not named here.</summary>
    public static TaskReason ContainerLimitation { get; } = new("REASON_CONTAINER_LIMITATION");

    /// <summary>The pod used more memory than it may.</summary>
    public static TaskReason ContainerLimitationMemory { get; } = new("REASON_CONTAINER_LIMITATION_MEMORY");

    /// <summary>The pod used more disk than it may.</summary>
    public static TaskReason ContainerLimitationDisk { get; } = new("REASON_CONTAINER_LIMITATION_DISK");

    /// <summary>The kill came before the pod ran.</summary>
    public static TaskReason TaskKilledDuringLaunch { get; } = new("REASON_TASK_KILLED_DURING_LAUNCH");

    /// <summary>The executor is going away.</summary>
    public static TaskReason ExecutorTerminated { get; } = new("REASON_EXECUTOR_TERMINATED");

    /// <summary>The task's health changed; nothing else did.</summary>
    public static TaskReason TaskHealthCheckStatusUpdated { get; } = new("REASON_TASK_HEALTH_CHECK_STATUS_UPDATED");

    /// <summary>The result of the task's check changed; nothing else did.</summary>
    public static TaskReason TaskCheckStatusUpdated { get; } = new("REASON_TASK_CHECK_STATUS_UPDATED");

    /// <summary>The task ran longer than it may.</summary>
    public static TaskReason MaxCompletionTimeReached { get; } = new("REASON_MAX_COMPLETION_TIME_REACHED");

    /// <inheritdoc/>
    public override string ToString() => WireName;
}
