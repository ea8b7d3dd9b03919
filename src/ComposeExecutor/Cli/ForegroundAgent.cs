using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ComposeExecutor.Mesos;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Cli;

/// <summary>
/// Stands in for an agent when a pod runs in the foreground: launches one task, and acknowledges whatever is reported.
/// </summary>
internal sealed class ForegroundAgent : IAgent
{
    private readonly Channel<ExecutorEvent> _events = Channel.CreateUnbounded<ExecutorEvent>();
    private readonly string _taskId;

    /// <summary>Will launch the task as soon as its events are read.</summary>
    public ForegroundAgent(TaskInfo task)
    {
        _taskId = task.TaskId;
        _events.Writer.TryWrite(new ExecutorEvent.Subscribed("foreground", "localhost", Environment.MachineName, null, default, TaskKillingSupported: true));
        _events.Writer.TryWrite(new ExecutorEvent.Launch(task));
    }

    /// <summary>The status reported last; null before the first.</summary>
    public TaskStatus? Last { get; private set; }

    /// <summary>Kills the task.</summary>
    /// <param name="grace">How long it may take; null for as long as its services ask for.</param>
    public void Kill(TimeSpan? grace) => _events.Writer.TryWrite(new ExecutorEvent.Kill(_taskId, grace));

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExecutorEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in _events.Reader.ReadAllAsync(cancellationToken))
            yield return happened;
    }

    /// <inheritdoc/>
    public string Connection => "Foreground";

    /// <inheritdoc/>
    public void Update(TaskStatus status) => Last = status;

    /// <inheritdoc/>
    public Task WhenAcknowledgedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
