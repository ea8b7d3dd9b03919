using System.Text.Json.Nodes;

namespace AgentEmulator.Tests;

/// <summary>An agent and a mini executor, for one test.</summary>
public sealed class Emulation : IAsyncDisposable
{
    public const string TaskId = "web.1";

    private Emulation(Agent agent)
    {
        Agent = agent;
        Executor = new MiniExecutor(agent.Environment("/sandbox"));
    }

    public Agent Agent { get; }

    public MiniExecutor Executor { get; }

    public static async Task<Emulation> StartAsync(AgentOptions? options = null) => new(await Agent.StartAsync(options));

    /// <summary>An emulation whose executor has subscribed and has been sent a task.</summary>
    public static async Task<(Emulation Emulation, Subscription Stream, JsonObject Task)> StartWithTaskAsync(
        AgentOptions? options = null, TaskDescription? task = null)
    {
        var emulation = await StartAsync(options);
        emulation.Agent.Launch((task ?? TaskInfos.Marathon(TaskId, ports: [31000, 31001, 31005])).ToJson());
        var stream = await emulation.Executor.SubscribeAsync();
        await stream.NextAsync("SUBSCRIBED");
        var launch = await stream.NextAsync("LAUNCH");
        return (emulation, stream, launch["launch"]!["task"]!.AsObject());
    }

    public Task<TimelineEntry> WaitForAsync(Func<TimelineEntry, bool> condition) => Agent.WaitForAsync(condition, Deadlines.Generous);

    public Task<TimelineEntry> WaitForAsync(TimelineKind kind) => Agent.WaitForAsync(kind, Deadlines.Generous);

    public Task<TimelineEntry> WaitForUpdateAsync(string state) => Agent.WaitForUpdateAsync(TaskId, state, Deadlines.Generous);

    public Task<TimelineEntry> WaitForViolationAsync(string text) => WaitForAsync(
        entry => entry.Kind == TimelineKind.Violation && entry.Summary.Contains(text, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Executor.Dispose();
        await Agent.DisposeAsync();
    }
}
