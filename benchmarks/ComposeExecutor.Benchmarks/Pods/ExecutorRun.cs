using System.Diagnostics;
using AgentEmulator;

namespace ComposeExecutor.Benchmarks.Pods;

/// <summary>The published executable, under an agent of its own, with one task or none.</summary>
internal sealed class ExecutorRun : IAsyncDisposable
{
    private readonly BenchContext _context;
    private readonly Agent _agent;
    private readonly ExecutorProcess _process;
    private readonly long _started;

    private ExecutorRun(BenchContext context, Agent agent, string name, PodShape shape)
    {
        _context = context;
        _agent = agent;
        Name = name;
        var folder = context.FolderOf(name);
        if (shape.Services > 0)
        {
            // As at a real agent: the task waits for the executor and is sent at once when that subscribes.
            ComposeFile.Write(folder, shape);
            agent.Launch(TaskInfos.Marathon(name, ComposeFile.Name, BenchContext.FreePort()).ToJson());
        }

        _started = Stopwatch.GetTimestamp();
        _process = ExecutorProcess.Start(agent, new ExecutorProcessOptions
        {
            Executable = context.Executable,
            Sandbox = folder,
            ExtraEnvironment = Passed("PATH", "DOCKER_HOST"),
        });
    }

    /// <summary>The task's id, which is its pod's project as well.</summary>
    public string Name { get; }

    /// <summary>The executor's process.</summary>
    public int ProcessId => _process.ProcessId;

    /// <summary>Starts the executable with a task, or with none.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="shape">The task's pod; one without services for no task.</param>
    public static async Task<ExecutorRun> StartAsync(BenchContext context, PodShape shape)
    {
        var agent = await Agent.StartAsync();
        try
        {
            return new ExecutorRun(context, agent, context.NewName("pod"), shape);
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>From before the start of the process to the arrival of its SUBSCRIBE.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task<TimeSpan> SubscribedAsync(CancellationToken cancellationToken) =>
        Stopwatch.GetElapsedTime(_started, (await ArrivalAsync("SUBSCRIBE", null, cancellationToken)).Timestamp);

    /// <summary>From the agent's LAUNCH to the arrival of TASK_RUNNING.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <param name="deadline">How long it may take; null for as long as anything else.</param>
    public async Task<TimeSpan> RunningAsync(CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        var running = await ArrivalAsync("UPDATE", "TASK_RUNNING", cancellationToken, deadline);
        return Between(Sent("LAUNCH"), running);
    }

    /// <summary>Kills the task.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <param name="deadline">How long each may take; null for as long as anything else.</param>
    /// <returns>From the agent's KILL to the arrival of TASK_KILLED, and to the end of the process.</returns>
    public async Task<(TimeSpan Killed, TimeSpan Exited)> KillAsync(CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        _agent.Kill(Name);
        var killed = await ArrivalAsync("UPDATE", "TASK_KILLED", cancellationToken, deadline);
        var exited = await ExitAsync(cancellationToken, deadline);
        return (Between(Sent("KILL"), killed), Between(Sent("KILL"), exited));
    }

    /// <summary>Kills the executor itself, which can do nothing about its pod then.</summary>
    public void KillProcess() => _process.Kill();

    /// <summary>Waits for TASK_FAILED.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>The reading of the monotonic clock when it had arrived.</returns>
    public async Task<long> FailedAsync(CancellationToken cancellationToken) =>
        (await ArrivalAsync("UPDATE", "TASK_FAILED", cancellationToken)).Timestamp;

    /// <summary>Has an executor without tasks shut down.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        _agent.Shutdown();
        await ExitAsync(cancellationToken);
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <param name="deadline">How long it may take; null for as long as anything else.</param>
    public Task<TimelineEntry> ExitAsync(CancellationToken cancellationToken, TimeSpan? deadline = null) =>
        _agent.Timeline.WaitForAsync(entry => entry.Kind == TimelineKind.ProcessExited, deadline ?? BenchContext.Deadline, "the executor to exit", cancellationToken);

    /// <summary>How many containers, networks and volumes were found left when this was disposed of.</summary>
    public int Left { get; private set; }

    /// <summary>Ends the executor if it is alive, and removes what is left of its pod.</summary>
    public async ValueTask DisposeAsync()
    {
        var wasAlive = !_process.Exited.IsCompleted;
        await _process.DisposeAsync();
        await _agent.DisposeAsync();
        Left = await _context.Engine.SweepAsync(Name);
        if (Left > 0 && !wasAlive)
            BenchContext.Say($"the executor of {Name} had left {Left} containers, networks or volumes behind");
        foreach (var violation in wasAlive ? [] : _agent.Violations)
            BenchContext.Say($"the executor of {Name} broke a rule: {violation.Summary}");
    }

    // What cannot come any more is not waited for.
    private async Task<TimelineEntry> ArrivalAsync(string type, string? state, CancellationToken cancellationToken, TimeSpan? deadline = null)
    {
        var entry = await _agent.Timeline.WaitForAsync(
            entry => IsIt(entry) || entry.Kind == TimelineKind.ProcessExited
                || (entry.Kind == TimelineKind.CallReceived && entry.State is "TASK_FAILED" or "TASK_KILLED" or "TASK_FINISHED"),
            deadline ?? BenchContext.Deadline, $"{state ?? type}", cancellationToken);
        return IsIt(entry) ? entry : throw new InvalidOperationException($"Instead of {state ?? type} came {entry.Summary} {entry.Detail}".TrimEnd());

        bool IsIt(TimelineEntry entry) => entry.Kind == TimelineKind.CallReceived && entry.Type == type && entry.State == state;
    }

    private TimelineEntry Sent(string type) =>
        _agent.Timeline.Entries.First(entry => entry.Kind == TimelineKind.EventSent && entry.Type == type);

    private static TimeSpan Between(TimelineEntry first, TimelineEntry second) => Stopwatch.GetElapsedTime(first.Timestamp, second.Timestamp);

    private static Dictionary<string, string> Passed(params string[] names) => names
        .Where(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
        .ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!);
}
