using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Mesos;

/// <summary>
/// The connection to a Mesos agent over its v1 executor API (Mesos <c>docs/executor-http-api.md</c>). One task follows the connection
/// through its states: subscribing, subscribed, away (waiting to try again), lost or closed. It alone reads events and starts
/// deliveries.
/// </summary>
public sealed partial class AgentConnection : IAgent
{
    private readonly AgentEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ExecutorCallWriter _calls;
    private readonly AgentTransport _transport;
    private readonly RecoveryPolicy _recovery;
    private readonly CancellationTokenSource _closing = new();

    // Unbounded, so that acknowledgements are never stuck behind an event that nobody takes.
    private readonly Channel<ExecutorEvent> _events =
        Channel.CreateUnbounded<ExecutorEvent>(new() { SingleReader = true, SingleWriter = true });

    private readonly Lock _gate = new();
    private UnacknowledgedWork _work = UnacknowledgedWork.None;
    private Channel<TaskStatus>? _outbox;
    private TaskCompletionSource? _settled;
    private AgentConnectionState _state = AgentConnectionState.New;
    private Task _running = Task.CompletedTask;

    /// <summary>Prepares a connection; it is made when the events are first asked for.</summary>
    /// <param name="environment">Where the agent is, and who this executor is.</param>
    /// <param name="time">Measures all waiting.</param>
    /// <param name="logger">Told of every transition.</param>
    /// <param name="random">Spreads retries; the shared one where null.</param>
    public AgentConnection(AgentEnvironment environment, TimeProvider time, ILogger logger, Random? random = null)
    {
        _environment = environment;
        _time = time;
        _logger = logger;
        _calls = new ExecutorCallWriter(environment.FrameworkId, environment.ExecutorId, environment.AgentId);
        _transport = new AgentTransport(environment);
        _recovery = new RecoveryPolicy(environment, random ?? Random.Shared);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The events were asked for before.</exception>
    public IAsyncEnumerable<ExecutorEvent> EventsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_state != AgentConnectionState.New)
                throw new InvalidOperationException("The agent's events can be enumerated once only.");
            _state = AgentConnectionState.Subscribing;
        }

        _running = RunAsync();
        return _events.Reader.ReadAllAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public string Connection
    {
        get
        {
            lock (_gate)
                return _state.ToString();
        }
    }

    /// <inheritdoc/>
    public void Update(TaskStatus status)
    {
        lock (_gate)
        {
            _work = _work.Sent(status);
            _outbox?.Writer.TryWrite(status);
        }
    }

    /// <inheritdoc/>
    public Task WhenAcknowledgedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_work.Updates.IsEmpty || _state is AgentConnectionState.Lost or AgentConnectionState.Closed)
                return Task.CompletedTask;
            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _settled.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Hangs up. What was not delivered is not delivered any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_state == AgentConnectionState.Closed)
            return;
        await _closing.CancelAsync();
        await _running;
        Finish(AgentConnectionState.Closed);
        _transport.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var start = _time.GetTimestamp();
            string? known = null;
            while (true)
            {
                var end = await SubscribeAsync(_recovery.Patience(_time.GetElapsedTime(start)));
                if (_recovery.DelayAfter(end, _time.GetElapsedTime(start)) is not { } delay)
                {
                    Lose(end.Reason);
                    return;
                }

                Enter(AgentConnectionState.Away);
                LogAway(end.Reason == known ? LogLevel.Debug : LogLevel.Warning, end.Reason, delay.TotalSeconds, _work.Updates.Length);
                known = end.Reason;
                await Task.Delay(delay, _time, _closing.Token);
                Enter(AgentConnectionState.Subscribing);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed: DisposeAsync waits for this.
        }
        catch (Exception e)
        {
            // Without its connection the executor would keep pods that nobody can reach: better to end them and say why.
            LogUnexpected(e);
            Lose(e.Message);
        }
    }

    private void Lose(string reason)
    {
        LogLost(reason.TrimEnd('.'), _work.Updates.Length);
        _events.Writer.TryWrite(new ExecutorEvent.AgentLost(reason));
        Finish(AgentConnectionState.Lost);
    }

    private void Finish(AgentConnectionState state)
    {
        Enter(state);
        _events.Writer.TryComplete();
        lock (_gate)
            _settled?.TrySetResult();
    }

    private void Enter(AgentConnectionState state)
    {
        lock (_gate)
            _state = state;
    }
}
