namespace ComposeExecutor.Mesos;

/// <summary>
/// The agent as the rest of the executor sees it: a source of events and a place to report to. It is a Mesos agent at the other end of a
/// connection, or a stand-in for one inside this process.
/// </summary>
public interface IAgent : IAsyncDisposable
{
    /// <summary>
    /// What the agent has to say, for one consumer, once; ends after <see cref="ExecutorEvent.Shutdown"/> or
    /// <see cref="ExecutorEvent.AgentLost"/>. Updates are delivered and acknowledgements taken whether or not anyone listens, until the
    /// agent is disposed of.
    /// </summary>
    /// <param name="cancellationToken">Ends the listening, not the connection.</param>
    IAsyncEnumerable<ExecutorEvent> EventsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reports a task's state. Returns at once; updates are delivered in the order of these calls, also over a lost connection.
    /// </summary>
    void Update(TaskStatus status);

    /// <summary>How the connection is, in a word, for people.</summary>
    string Connection { get; }

    /// <summary>
    /// Completes when no update is unacknowledged, or when none of them can be any more because the agent is lost. A framework that is gone
    /// may keep that from ever happening: wait with a deadline.
    /// </summary>
    Task WhenAcknowledgedAsync(CancellationToken cancellationToken);
}
