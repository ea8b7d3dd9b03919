using System.Text.Json;
using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>
/// The life of one pod: the published executable under an emulated agent, on the real engine. When a test ends, the executor
/// must have kept the protocol's rules, and nothing of the pod may be left.
/// </summary>
public abstract class PodTest : IAsyncDisposable
{
    /// <summary>How long anything may take that is not a matter of time; far more than it does.</summary>
    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>A pod of one service, <c>web</c>, that does nothing and ends when asked.</summary>
    protected static readonly string Idle = $$"""
        services:
          web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
        """;

    private Agent? _agent;
    private ExecutorProcess? _executor;

    protected PodTest()
    {
        TaskId = $"{GetType().Name}.{Guid.NewGuid().ToString("N")[..8]}";
        Sandbox = Directory.CreateTempSubdirectory("pod-").FullName;
    }

    protected string TaskId { get; }

    protected string Sandbox { get; }

    private protected Engine Engine { get; } = new();

    protected Agent Agent => _agent ?? throw new InvalidOperationException("The pod has not been launched.");

    protected ExecutorProcess Executor => _executor ?? throw new InvalidOperationException("The pod has not been launched.");

    /// <summary>What the executor and the agent may leave behind; only for tests of that.</summary>
    protected bool MayLeaveSomething { get; set; }

    /// <summary>Writes a file into the sandbox.</summary>
    protected void Write(string name, string text)
    {
        var path = Path.Combine(Sandbox, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    protected string Read(string name) => File.ReadAllText(Path.Combine(Sandbox, name));

    /// <summary>The task as Marathon would send it.</summary>
    protected TaskDescription Task(params IReadOnlyList<int> ports) => TaskInfos.Marathon(TaskId, "compose.yml", ports) with { KillGrace = null };

    /// <summary>Launches the compose file as a pod.</summary>
    protected Task LaunchAsync(string compose, params IReadOnlyList<int> ports)
    {
        Write("compose.yml", compose);
        return LaunchAsync(Task(ports));
    }

    /// <summary>Launches a task whose files are in the sandbox already.</summary>
    protected async Task LaunchAsync(TaskDescription task, AgentOptions? options = null, IReadOnlyDictionary<string, string>? environment = null, bool inCgroup = false)
    {
        _agent = await Agent.StartAsync(options ?? new AgentOptions());
        _agent.Launch(task.ToJson());
        var process = new ExecutorProcessOptions { Executable = Executable.Path, Sandbox = Sandbox, UseMemoryCgroup = inCgroup };
        if (environment is not null)
        {
            process = process with
            {
                ExtraEnvironment = process.ExtraEnvironment.Concat(environment)
                    .GroupBy(variable => variable.Key).ToDictionary(group => group.Key, group => group.Last().Value),
            };
        }

        _executor = ExecutorProcess.Start(_agent, process);
    }

    /// <summary>Launches tasks as a group.</summary>
    protected async Task LaunchGroupAsync(params IReadOnlyList<TaskDescription> tasks)
    {
        _agent = await Agent.StartAsync(new AgentOptions());
        _agent.LaunchGroup([.. tasks.Select(task => task.ToJson())]);
        _executor = ExecutorProcess.Start(_agent, new ExecutorProcessOptions { Executable = Executable.Path, Sandbox = Sandbox });
    }

    /// <summary>Waits until the task is in a state, and no longer than until its end; returns the status as the executor sent it.</summary>
    protected async Task<JsonElement> UntilAsync(string state)
    {
        var update = await Agent.WaitForAsync(
            entry => entry.Kind == TimelineKind.UpdateAccepted && entry.TaskId == TaskId && (entry.State == state || IsTerminal(entry.State)), Deadline);
        update.State.ShouldBe(state, History());
        return update.Detail;
    }

    /// <summary>Waits until a service has written something.</summary>
    protected async Task UntilWrittenAsync(string file, string text)
    {
        using var watcher = new FileSystemWatcher(Sandbox);
        using var changed = new SemaphoreSlim(0);
        watcher.Changed += (_, _) => changed.Release();
        watcher.Created += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        var path = Path.Combine(Sandbox, file);
        while (!File.Exists(path) || !File.ReadAllText(path).Contains(text, StringComparison.Ordinal))
        {
            if (!await changed.WaitAsync(Deadline))
                throw new TimeoutException($"{file} does not contain '{text}' after {Deadline.TotalSeconds} s.\n{History()}");
        }
    }

    /// <summary>Waits until the executor has ended by itself, and returns its exit code.</summary>
    protected Task<int> ExitCodeAsync() => Executor.WaitForExitAsync(Deadline);

    /// <summary>The task's states in the order in which the agent was told of them.</summary>
    protected IReadOnlyList<string?> States() =>
        [.. Agent.Timeline.Entries.Where(entry => entry.Kind == TimelineKind.UpdateAccepted && entry.TaskId == TaskId).Select(entry => entry.State)];

    private static bool IsTerminal(string? state) => state is "TASK_FINISHED" or "TASK_FAILED" or "TASK_KILLED" or "TASK_ERROR";

    protected static string Message(JsonElement status) => status.GetProperty("message").GetString()!;

    protected static string? Reason(JsonElement status) => status.TryGetProperty("reason", out var reason) ? reason.GetString() : null;

    /// <summary>Ends the pod, which must end well.</summary>
    protected async Task KillAsync()
    {
        Agent.Kill(TaskId);
        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    /// <summary>All that is known of what happened, for the person who reads a failed test.</summary>
    protected string History() => $"{_agent?.Timeline}\n{_executor?.StandardError}";

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var history = History();
        if (_executor is not null)
            await _executor.DisposeAsync();
        var violations = _agent?.Violations ?? [];
        if (_agent is not null)
            await _agent.DisposeAsync();
        var left = await Engine.LeftOfAsync(TaskId);
        await Engine.RemoveAllOfAsync(TaskId);
        Engine.Dispose();
        Directory.Delete(Sandbox, recursive: true);

        violations.ShouldBeEmpty($"The executor broke rules of the protocol.\n{history}");
        if (!MayLeaveSomething)
            left.ShouldBeEmpty($"Something of the pod is left.\n{history}");
    }
}
