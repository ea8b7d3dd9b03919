using System.Diagnostics;
using AgentEmulator;
using Chaos.Engines;

namespace Chaos;

/// <summary>One pod of a round: the published executable under an agent of its own, and what is done to it.</summary>
internal sealed class ChaosPod : IAsyncDisposable
{
    private const int SandboxSize = 4 << 20;
    private const int MostKills = 3;

    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly OwnEngine _engine;
    private readonly Agent _agent;
    private readonly ExecutorProcess _process;
    private readonly Random _random;
    private readonly string _sandbox;
    private readonly bool _limitedDisk;
    private bool _agentLost;
    private bool _executorKilled;

    private ChaosPod(OwnEngine engine, Agent agent, string id, string folder, Fault fault, Random random, string executable)
    {
        (_engine, _agent, _random, Id, Fault) = (engine, agent, random, id, fault);
        _sandbox = Directory.CreateDirectory(Path.Combine(folder, id)).FullName;
        _limitedDisk = fault == Fault.FillDisk;
        if (_limitedDisk)
            Native.MountMemory(_sandbox, SandboxSize);
        File.WriteAllText(Path.Combine(_sandbox, "compose.yml"), RandomPod.Next(random));
        agent.Launch((TaskInfos.Marathon(id, "compose.yml") with
        {
            KillGrace = TimeSpan.FromSeconds(random.Next(1, 3)),
            Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml" },
        }).ToJson());
        _process = ExecutorProcess.Start(agent, new ExecutorProcessOptions
        {
            Executable = executable,
            Sandbox = _sandbox,
            ExtraEnvironment = new Dictionary<string, string>
            {
                ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
                ["DOCKER_HOST"] = engine.Host,
                ["TOKEN"] = RandomPod.Secret,
                ["COMPOSE_EXECUTOR_POD_LEASES"] = Path.Combine(folder, "leases"),
            },
        });
    }

    /// <summary>The task's id.</summary>
    public string Id { get; }

    /// <summary>What is done to it.</summary>
    public Fault Fault { get; }

    /// <summary>How long what was left of it was still there after its executor had ended; null when it never went.</summary>
    public TimeSpan? GoneAfter { get; private set; }

    /// <summary>Launches a pod.</summary>
    public static async Task<ChaosPod> LaunchAsync(OwnEngine engine, string id, string folder, Fault fault, Random random, string executable)
    {
        var agent = await Agent.StartAsync(new AgentOptions
        {
            Checkpoint = fault == Fault.RestartAgent || random.Next(2) == 0,
            RecoveryTimeout = TimeSpan.FromSeconds(3),
            FrameworkCapabilities = random.Next(2) == 0 ? ["TASK_KILLING_STATE"] : [],
        });
        return new ChaosPod(engine, agent, id, folder, fault, random, executable);
    }

    /// <summary>Does to the pod what is to be done, at a moment of chance, and then has it end if it has not by itself.</summary>
    public async Task LiveAsync()
    {
        await PassAsync(3000);
        await BreakAsync();
        await PassAsync(2000);
        // An agent that recovers ignores a kill, and frameworks ask again.
        for (var asked = 0; asked < MostKills && !_process.Exited.IsCompleted && !_agentLost; asked++)
        {
            _agent.Kill(Id);
            await Task.WhenAny(_process.Exited, Task.Delay(BetweenKills));
        }

        await _process.WaitForExitAsync(Deadline);
    }

    /// <summary>What is wrong after the pod's end, a sentence each.</summary>
    /// <param name="engineRestarted">Whether the engine was away for a while.</param>
    public async Task<IReadOnlyList<string>> FindingsAsync(bool engineRestarted)
    {
        // Without an engine no executor can end its pod within the few seconds of a shutdown: the agent destroys it then, and that is its end.
        var mayBeDestroyed = engineRestarted && Fault == Fault.Shutdown;
        var findings = new List<string>(_agent.Violations.Where(_ => !mayBeDestroyed).Select(violation => $"A rule was broken: {violation.Summary}"));
        var ends = _agent.Timeline.Entries.Where(entry => entry.Kind == TimelineKind.UpdateAccepted && entry.TaskId == Id && IsTerminal(entry.State)).ToList();
        if (ends.Count > 1)
            findings.Add($"It ended {ends.Count} times: {string.Join(", ", ends.Select(end => end.State))}.");
        if (ends.Count == 0 && !_executorKilled && !_agentLost && !mayBeDestroyed)
            findings.Add("It never ended for the agent.");

        var start = Stopwatch.GetTimestamp();
        var left = await LeftAsync();
        while (left.Count > 0 && Stopwatch.GetElapsedTime(start) < Deadline)
        {
            await Task.Delay(50);
            left = await LeftAsync();
        }

        GoneAfter = left.Count == 0 ? Stopwatch.GetElapsedTime(start) : null;
        findings.AddRange(left.Select(what => $"There is still {what}."));
        return findings;
    }

    /// <summary>All that is known of what happened.</summary>
    public string History() =>
        $"{Id} ({Fault})\n{File.ReadAllText(Path.Combine(_sandbox, "compose.yml"))}\n{_agent.Timeline}\n{_process.StandardError}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _agent.DisposeAsync();
        if (_limitedDisk)
            Native.Unmount(_sandbox);
    }

    private static bool IsTerminal(string? state) => state is "TASK_FINISHED" or "TASK_FAILED" or "TASK_KILLED" or "TASK_ERROR";

    private async Task PassAsync(int mostMilliseconds) => await Task.WhenAny(_process.Exited, Task.Delay(_random.Next(mostMilliseconds)));

    private async Task BreakAsync()
    {
        switch (Fault)
        {
            case Fault.KillTask:
                _agent.Kill(Id, _random.Next(2) == 0 ? TimeSpan.Zero : null);
                break;
            case Fault.Shutdown:
                _agent.Shutdown();
                break;
            case Fault.KillExecutor:
                _executorKilled = !_process.Exited.IsCompleted;
                _process.Kill();
                break;
            case Fault.TerminateExecutor:
                _process.Signal(Native.Terminate);
                break;
            case Fault.DropStream:
                _agentLost = !_agent.Options.Checkpoint;
                _agent.DropStream();
                break;
            case Fault.RestartAgent:
                await _agent.GoDownAsync();
                await Task.Delay(_random.Next(1000));
                await _agent.ComeBackAsync(TimeSpan.FromMilliseconds(_random.Next(500)));
                break;
            case Fault.LoseAgent:
                _agentLost = true;
                await _agent.GoDownAsync();
                break;
            case Fault.KillContainer:
                await ToSomeContainerAsync("kill");
                break;
            case Fault.RemoveContainer:
                await ToSomeContainerAsync("rm", "--force");
                break;
            case Fault.StopContainer:
                await ToSomeContainerAsync("stop", "--time", "1");
                break;
            case Fault.PauseContainer:
                await ToSomeContainerAsync("pause");
                break;
            case Fault.FillDisk:
                FillDisk();
                break;
        }
    }

    private async Task ToSomeContainerAsync(params string[] command)
    {
        try
        {
            var containers = await _engine.DockerAsync("ps", "--quiet", "--no-trunc", "--filter", $"label=taskId={Id}");
            if (containers.Count == 0)
                return;
            var container = containers[_random.Next(containers.Count)];
            await _engine.DockerAsync([.. command, container]);
            if (command[0] != "pause")
                return;
            await Task.Delay(_random.Next(1000));
            await _engine.DockerAsync("unpause", container);
        }
        catch (CliWrap.Exceptions.CommandExecutionException)
        {
            // It ended, or the engine went away, at that very moment: there is nothing left to be done to it.
        }
    }

    private void FillDisk()
    {
        try
        {
            using var file = File.Create(Path.Combine(_sandbox, "fill"));
            var zeros = new byte[1 << 16];
            while (true)
                file.Write(zeros);
        }
        catch (IOException)
        {
            // It is full, as it should be.
        }
    }

    private async Task<IReadOnlyList<string>> LeftAsync() =>
    [
        .. (await _engine.DockerAsync("ps", "--all", "--filter", $"label=taskId={Id}", "--format", "{{.Names}} ({{.Status}})")).Select(name => $"container {name}"),
        .. (await _engine.DockerAsync("network", "ls", "--filter", $"label=taskId={Id}", "--format", "{{.Name}}")).Select(name => $"network {name}"),
        .. (await _engine.DockerAsync("volume", "ls", "--filter", $"label=taskId={Id}", "--format", "{{.Name}}")).Select(name => $"volume {name}"),
        .. Directory.EnumerateFiles(_sandbox, "token", SearchOption.AllDirectories).Select(path => $"the secret in {path}"),
    ];
}
