namespace AgentEmulator;

/// <summary>The names of task states and update reasons in the v1 API (<c>include/mesos/v1/mesos.proto</c>).</summary>
internal static class TaskStates
{
    public const string Staging = "TASK_STAGING";
    public const string Starting = "TASK_STARTING";
    public const string Running = "TASK_RUNNING";
    public const string Killing = "TASK_KILLING";

    public static readonly string[] All =
    [
        Staging, Starting, Running, Killing, "TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR", "TASK_LOST", "TASK_DROPPED",
        "TASK_UNREACHABLE", "TASK_GONE", "TASK_GONE_BY_OPERATOR", "TASK_UNKNOWN",
    ];

    /// <summary>What an executor has reason to say; the rest are a master's or an agent's words.</summary>
    private static readonly string[] Executors =
        [Starting, Running, Killing, "TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR", "TASK_LOST", "TASK_DROPPED", "TASK_GONE"];

    public static readonly string[] Reasons =
    [
        "REASON_COMMAND_EXECUTOR_FAILED", "REASON_CONTAINER_LAUNCH_FAILED", "REASON_CONTAINER_LIMITATION",
        "REASON_CONTAINER_LIMITATION_DISK", "REASON_CONTAINER_LIMITATION_MEMORY", "REASON_CONTAINER_PREEMPTED",
        "REASON_CONTAINER_UPDATE_FAILED", "REASON_MAX_COMPLETION_TIME_REACHED", "REASON_EXECUTOR_REGISTRATION_TIMEOUT",
        "REASON_EXECUTOR_REREGISTRATION_TIMEOUT", "REASON_EXECUTOR_TERMINATED", "REASON_EXECUTOR_UNREGISTERED",
        "REASON_FRAMEWORK_REMOVED", "REASON_GC_ERROR", "REASON_INVALID_FRAMEWORKID", "REASON_INVALID_OFFERS",
        "REASON_IO_SWITCHBOARD_EXITED", "REASON_MASTER_DISCONNECTED", "REASON_RECONCILIATION", "REASON_RESOURCES_UNKNOWN",
        "REASON_AGENT_DISCONNECTED", "REASON_AGENT_DRAINING", "REASON_AGENT_REMOVED", "REASON_AGENT_REMOVED_BY_OPERATOR",
        "REASON_AGENT_REREGISTERED", "REASON_AGENT_RESTARTED", "REASON_AGENT_UNKNOWN", "REASON_TASK_KILLED_DURING_LAUNCH",
        "REASON_TASK_CHECK_STATUS_UPDATED", "REASON_TASK_HEALTH_CHECK_STATUS_UPDATED", "REASON_TASK_GROUP_INVALID",
        "REASON_TASK_GROUP_UNAUTHORIZED", "REASON_TASK_INVALID", "REASON_TASK_UNAUTHORIZED", "REASON_TASK_UNKNOWN",
    ];

    public static bool IsTerminal(string state) => state is "TASK_FINISHED" or "TASK_FAILED" or "TASK_KILLED" or "TASK_ERROR"
        or "TASK_LOST" or "TASK_DROPPED" or "TASK_GONE" or "TASK_GONE_BY_OPERATOR";

    public static bool IsForExecutors(string state) => Executors.Contains(state);

    /// <summary>How far along its life a state is: an update must not lead back.</summary>
    public static int Progress(string state) => state switch
    {
        Staging => 0,
        Starting => 1,
        Running => 2,
        Killing => 3,
        _ => 4,
    };
}
