using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>
/// A Mesos agent as one executor sees it: the v1 executor API over HTTP, refusing what a real agent refuses, with a timeline of all that
/// happens. It follows <c>Http::executor</c> in Mesos' <c>src/slave/http.cpp</c> and <c>Slave::subscribe</c>, <c>Slave::statusUpdate</c>
/// and <c>Slave::kill</c> in <c>src/slave/slave.cpp</c>. It speaks JSON only.
/// </summary>
public sealed partial class Agent : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _life = new();
    private readonly CancellationTokenSource _destroyed = new();
    private readonly ExecutorToken _tokens = new();
    private readonly TlsMaterial? _tls;
    private readonly AgentFront _front;
    private readonly Mailbox _mailbox;
    private readonly TaskLedger _ledger;
    private readonly HashSet<string> _tasksInFlight = [];
    private readonly List<(string TaskId, string Uuid)> _withheld = [];
    private readonly Dictionary<string, CallTreatment> _treatments = [];
    private AcknowledgementPolicy _acknowledgements;
    private AgentPhase _phase = AgentPhase.Down;
    private ExecutorPhase _executor = ExecutorPhase.Registering;
    private EventStream? _stream;

    // Counts the agent's lives, so that what was begun in one is not carried on in the next.
    private int _lifeNumber;
    private bool _executorHasExited;
    private bool _isDisconnectedByAgent;
    private bool _isDisposed;

    private Agent(AgentOptions options)
    {
        Options = options;
        Timeline = new Timeline(options.Time);
        Token = options.RequireToken ? TokenFor(options.FrameworkId, options.ExecutorId, options.ContainerId) : null;
        _acknowledgements = options.Acknowledgements;
        _ledger = new TaskLedger(options, Timeline);
        _mailbox = new Mailbox(failure => Timeline.Violation($"the emulator itself failed: {failure}"));
        _tls = options.Tls is null ? null : TlsMaterial.Create(options.Tls);
        _front = new AgentFront(options.DomainSocket, _tls, HandleAsync)
        {
            RequiresClientCertificate = options.Tls?.RequireClientCertificate ?? false,
        };
    }

    /// <summary>What the agent was started with.</summary>
    public AgentOptions Options { get; }

    /// <summary>Everything that happened so far.</summary>
    public Timeline Timeline { get; }

    /// <summary>The rules the executor broke so far.</summary>
    public IReadOnlyList<TimelineEntry> Violations => Timeline.Violations;

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _front.Port;

    /// <summary>The address of the executor API.</summary>
    public Uri Endpoint => new($"{(_tls is null ? "http" : "https")}://127.0.0.1:{Port}/slave(1)/api/v1/executor");

    /// <summary>The executor's token, when one is required.</summary>
    public string? Token { get; }

    /// <summary>Cancelled when a real agent would destroy the executor's container.</summary>
    public CancellationToken ExecutorDestroyed => _destroyed.Token;

    /// <summary>Starts an agent that waits for its executor to subscribe.</summary>
    /// <param name="options">What agent to be; null for an ordinary one.</param>
    public static async Task<Agent> StartAsync(AgentOptions? options = null)
    {
        var agent = new Agent(options ?? new AgentOptions());
        try
        {
            agent._phase = AgentPhase.Running;
            await agent._front.ListenAsync(agent.Options.ListenPort);
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }

        agent.Timeline.Record(TimelineKind.Up, $"the agent listens on {agent.Endpoint}");
        return agent;
    }

    /// <summary>Makes a token that is signed by this agent, for whomever.</summary>
    /// <param name="frameworkId">The claim <c>fid</c>.</param>
    /// <param name="executorId">The claim <c>eid</c>.</param>
    /// <param name="containerId">The claim <c>cid</c>.</param>
    public string TokenFor(string frameworkId, string executorId, string containerId) =>
        _tokens.Create(frameworkId, executorId, containerId);

    /// <summary>The environment an agent gives its executor: complete, but for what it passes on of its own, such as <c>PATH</c>.</summary>
    /// <param name="sandbox">The executor's working directory.</param>
    public IReadOnlyDictionary<string, string> Environment(string sandbox) =>
        ExecutorEnvironment.Create(Options, sandbox, Port, Token, _tls);

    /// <summary>The latest state of a task, or null when there is no such task.</summary>
    /// <param name="taskId">The task's id.</param>
    public string? TaskState(string taskId)
    {
        lock (_gate)
            return _ledger.Find(taskId)?.State;
    }

    /// <inheritdoc cref="Timeline.WaitForAsync(Func{TimelineEntry, bool}, TimeSpan)"/>
    public Task<TimelineEntry> WaitForAsync(Func<TimelineEntry, bool> condition, TimeSpan deadline) =>
        Timeline.WaitForAsync(condition, deadline);

    /// <summary>Waits until something of a kind happens, or has happened.</summary>
    /// <param name="kind">What to wait for.</param>
    /// <param name="deadline">How long to wait at most.</param>
    /// <exception cref="DeadlinePassedException">It did not happen in time.</exception>
    public Task<TimelineEntry> WaitForAsync(TimelineKind kind, TimeSpan deadline) =>
        Timeline.WaitForAsync(entry => entry.Kind == kind, deadline, $"'{kind}'");

    /// <summary>Waits until a task has reported a state.</summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="state">Such as <c>TASK_RUNNING</c>.</param>
    /// <param name="deadline">How long to wait at most.</param>
    /// <returns>The entry whose detail is the status.</returns>
    /// <exception cref="DeadlinePassedException">It did not in time; the message holds the timeline.</exception>
    public Task<TimelineEntry> WaitForUpdateAsync(string taskId, string state, TimeSpan deadline) => Timeline.WaitForAsync(
        entry => entry.Kind == TimelineKind.UpdateAccepted && entry.TaskId == taskId && entry.State == state,
        deadline, $"{taskId} to be {state}");

    /// <summary>Stops the agent and breaks its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        await _life.CancelAsync();
        lock (_gate)
        {
            _phase = AgentPhase.Down;
            _stream?.Abort("by the agent: it ends");
            _stream = null;
        }

        await _front.DisposeAsync();
        await _mailbox.DisposeAsync();
        _tls?.Dispose();
        _life.Dispose();
    }

    /// <summary>Told by whoever runs the executor that its process has ended.</summary>
    internal async Task ExecutorExitedAsync(int code, bool byItself)
    {
        // Behind the calls it made: the last of them may just have been answered.
        var letter = _mailbox.Post(() =>
        {
            lock (_gate)
                SettleUnfinishedTasks(code, byItself);
        });
        letter.Release();
        await letter.Handled;
    }

    private void SettleUnfinishedTasks(int code, bool byItself)
    {
        _executorHasExited = true;
        foreach (var task in _ledger.Unfinished)
        {
            if (byItself && _phase == AgentPhase.Running && !_isDisconnectedByAgent)
                Timeline.Violation($"the executor exited with {code} and left {task.Id} in {task.State}", task.Id);
            _ledger.Declare(task, "TASK_FAILED", "REASON_EXECUTOR_TERMINATED", "the executor's process ended");
        }
    }

    private JsonObject Introduction() => ExecutorIntroduction.Create(Options, Port);
}
