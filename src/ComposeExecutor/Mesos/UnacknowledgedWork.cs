using System.Collections.Immutable;

namespace ComposeExecutor.Mesos;

/// <summary>
/// What SUBSCRIBE must carry so that nothing is lost with a connection or an agent: updates the agent has not acknowledged, and
/// tasks it may not know to have arrived (Mesos <c>docs/executor-http-api.md</c>, SUBSCRIBE).
/// </summary>
public sealed class UnacknowledgedWork
{
    private UnacknowledgedWork(ImmutableArray<TaskStatus> updates, ImmutableArray<TaskInfo> tasks)
    {
        Updates = updates;
        Tasks = tasks;
    }

    /// <summary>Nothing sent, nothing launched.</summary>
    public static UnacknowledgedWork None { get; } = new([], []);

    /// <summary>Updates sent and not acknowledged, oldest first.</summary>
    public ImmutableArray<TaskStatus> Updates { get; }

    /// <summary>Tasks none of whose updates has been acknowledged, in the order they were launched.</summary>
    public ImmutableArray<TaskInfo> Tasks { get; }

    /// <summary>After a task has arrived. A task that arrives twice counts once.</summary>
    public UnacknowledgedWork Launched(TaskInfo task) =>
        Tasks.Any(known => known.TaskId == task.TaskId) ? this : new(Updates, Tasks.Add(task));

    /// <summary>After an update was sent, or will be as soon as there is a connection. The same update twice counts once.</summary>
    public UnacknowledgedWork Sent(TaskStatus update) =>
        Updates.Any(known => known.Uuid == update.Uuid) ? this : new(Updates.Add(update), Tasks);

    /// <summary>After an acknowledgement. One that is repeated or was never waited for changes nothing.</summary>
    public UnacknowledgedWork Acknowledged(string taskId, Guid uuid)
    {
        var updates = Updates.RemoveAll(update => update.Uuid == uuid && update.TaskId == taskId);
        return updates.Length == Updates.Length ? this : new(updates, Tasks.RemoveAll(task => task.TaskId == taskId));
    }
}
