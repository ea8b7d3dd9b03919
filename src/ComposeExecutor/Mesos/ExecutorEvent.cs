using System.Text.Json;

namespace ComposeExecutor.Mesos;

/// <summary>
/// What an agent tells its executor (<c>Event</c> in Mesos <c>include/mesos/v1/executor/executor.proto</c>), and
/// <see cref="AgentLost"/>, which the connection adds itself.
/// </summary>
public abstract record ExecutorEvent
{
    private ExecutorEvent()
    {
    }

    /// <summary>The agent has accepted the subscription: the first event of a stream, and again after each reconnection.</summary>
    /// <param name="FrameworkId">The framework the executor belongs to.</param>
    /// <param name="AgentId">The agent's id.</param>
    /// <param name="AgentHostname">The name under which the agent announces itself.</param>
    /// <param name="ContainerId">The Mesos container the executor runs in, where the agent says so.</param>
    /// <param name="ExecutorInfo">The <c>ExecutorInfo</c> as it was received.</param>
    /// <param name="TaskKillingSupported">Whether the framework understands TASK_KILLING; it must not be sent otherwise.</param>
    public sealed record Subscribed(
        string FrameworkId,
        string AgentId,
        string AgentHostname,
        string? ContainerId,
        JsonElement ExecutorInfo,
        bool TaskKillingSupported) : ExecutorEvent;

    /// <summary>Run this task.</summary>
    public sealed record Launch(TaskInfo Task) : ExecutorEvent;

    /// <summary>Run these tasks together: all or none.</summary>
    public sealed record LaunchGroup(IReadOnlyList<TaskInfo> Tasks) : ExecutorEvent;

    /// <summary>End this task; may come before it runs, and again to shorten the grace period.</summary>
    /// <param name="TaskId">The task to end.</param>
    /// <param name="GracePeriod">Overrides the task's own kill policy where present.</param>
    public sealed record Kill(string TaskId, TimeSpan? GracePeriod) : ExecutorEvent;

    /// <summary>The agent has the update safe.</summary>
    public sealed record Acknowledged(string TaskId, Guid Uuid) : ExecutorEvent;

    /// <summary>Bytes from the framework's scheduler; delivery is best effort.</summary>
    public sealed record Message(ReadOnlyMemory<byte> Data) : ExecutorEvent;

    /// <summary>The agent's ERROR event: something this executor sent was invalid.</summary>
    public sealed record AgentError(string Text) : ExecutorEvent;

    /// <summary>End all tasks inside the shutdown grace period, then exit.</summary>
    public sealed record Shutdown : ExecutorEvent;

    /// <summary>The agent is alive; sent every 30 minutes or so.</summary>
    public sealed record Heartbeat : ExecutorEvent;

    /// <summary>An event of a newer agent, to be ignored.</summary>
    public sealed record Unknown(string Type) : ExecutorEvent;

    /// <summary>Never sent by an agent: the connection has given up, so the pods must be ended.</summary>
    public sealed record AgentLost(string Reason) : ExecutorEvent;
}
