using System.Diagnostics;
using System.Globalization;

namespace AgentEmulator;

/// <summary>
/// An executor that runs as the agent's child: with the agent's environment, in its sandbox, its output in files there. It leads a process
/// group, which ends with it.
/// </summary>
public sealed class ExecutorProcess : IAsyncDisposable
{
    // The id is written by the shell before the executor exists, so that nothing of it runs outside the cgroup.
    private const string Launcher = """
        [ -z "$1" ] || echo $$ >"$1" || exit 126
        shift
        exec "$@" </dev/null >>stdout 2>>stderr
        """;

    private readonly Agent _agent;
    private readonly Process _process;
    private readonly bool _leadsGroup;
    private readonly CancellationTokenRegistration _destruction;
    private volatile bool _wasKilled;
    private bool _isDisposed;

    private ExecutorProcess(Agent agent, ExecutorProcessOptions options, MemoryCgroup? cgroup)
    {
        _agent = agent;
        Sandbox = Path.GetFullPath(options.Sandbox);
        Cgroup = cgroup;
        Directory.CreateDirectory(Sandbox);

        // setsid(1) runs the program in its own place when it does not lead a group yet, so the process id stays.
        var setsid = Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists);
        _leadsGroup = setsid is not null;
        string[] wrapper = setsid is null ? [] : [setsid];
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = Sandbox,
            UseShellExecute = false,
        };
        string[] arguments =
            ["-c", Launcher, "sh", cgroup?.MembersFile ?? "", .. wrapper, Path.GetFullPath(options.Executable), .. options.Arguments];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        start.Environment.Clear();
        foreach (var (name, value) in options.ExtraEnvironment)
            start.Environment[name] = value;
        foreach (var (name, value) in agent.Environment(Sandbox))
            start.Environment[name] = value;

        _process = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        ProcessId = _process.Id;
        agent.Timeline.Record(TimelineKind.ProcessStarted, $"{options.Executable} as {ProcessId} in {Sandbox}", code: ProcessId);
        Exited = WatchAsync();
        _destruction = agent.ExecutorDestroyed.Register(Kill);
    }

    /// <summary>The process id.</summary>
    public int ProcessId { get; }

    /// <summary>The folder it runs in.</summary>
    public string Sandbox { get; }

    /// <summary>The memory cgroup it runs in, when it has one of its own.</summary>
    public MemoryCgroup? Cgroup { get; }

    /// <summary>Completes with the exit code when the process has ended: 128 and the signal's number when one ended it.</summary>
    public Task<int> Exited { get; }

    /// <summary>Whether it was sent SIGKILL from here: it did not end by itself.</summary>
    public bool WasKilled => _wasKilled;

    /// <summary>What it has written to its standard output so far.</summary>
    public string StandardOutput => Read("stdout");

    /// <summary>What it has written to its standard error so far.</summary>
    public string StandardError => Read("stderr");

    /// <summary>Starts an executor.</summary>
    /// <param name="agent">Its agent.</param>
    /// <param name="options">What to run, and how.</param>
    /// <exception cref="FileNotFoundException">There is no such executable.</exception>
    public static ExecutorProcess Start(Agent agent, ExecutorProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(options);
        if (!File.Exists(options.Executable))
            throw new FileNotFoundException($"There is no executable {options.Executable}.", options.Executable);

        var cgroup = options.UseMemoryCgroup ? MemoryCgroup.Create(agent.Options.ContainerId, options.MemoryLimit) : null;
        return new ExecutorProcess(agent, options, cgroup);
    }

    /// <summary>Waits until the process has ended.</summary>
    /// <param name="deadline">How long to wait at most.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="DeadlinePassedException">It runs on; the message holds the timeline and its standard error.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan deadline)
    {
        try
        {
            return await Exited.WaitAsync(deadline);
        }
        catch (TimeoutException timeout)
        {
            var waited = string.Create(CultureInfo.InvariantCulture, $"Waited {deadline.TotalSeconds:0.###} s for the executor to exit.");
            throw new DeadlinePassedException($"{waited} What happened:\n{_agent.Timeline}\nstderr:\n{StandardError}", timeout);
        }
    }

    /// <summary>Sends it a signal, if it is alive.</summary>
    /// <param name="signal">The number, such as 15.</param>
    public void Signal(int signal)
    {
        if (Exited.IsCompleted)
            return;

        _wasKilled |= signal == NativeSignals.Kill;
        _agent.Timeline.Record(TimelineKind.ProcessSignalled, $"signal {signal}", code: signal);
        NativeSignals.Send(ProcessId, signal);
    }

    /// <summary>Kills it, with SIGKILL and no warning.</summary>
    public void Kill() => Signal(NativeSignals.Kill);

    /// <summary>Kills it if it is alive, and whatever is left of its process group and cgroup.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        await _destruction.DisposeAsync();
        Kill();
        if (_leadsGroup)
            NativeSignals.Send(-ProcessId, NativeSignals.Kill);
        await Exited;
        if (Cgroup is not null)
            await Cgroup.DisposeAsync();
        _process.Dispose();
    }

    private async Task<int> WatchAsync()
    {
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _agent.Timeline.Record(TimelineKind.ProcessExited, $"exit code {code}", code: code);
        await _agent.ExecutorExitedAsync(code, byItself: !_wasKilled);
        return code;
    }

    private string Read(string name)
    {
        var path = Path.Combine(Sandbox, name);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
