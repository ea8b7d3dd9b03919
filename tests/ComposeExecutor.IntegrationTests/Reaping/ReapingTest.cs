using System.Diagnostics;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Reaping;

/// <summary>A pod whose executor may be killed, with leases and a reaper of its own.</summary>
public abstract class ReapingTest : PodTest
{
    /// <summary>How soon a pod has to be gone after its executor was killed; on a busy machine, where the target is 2 s.</summary>
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private const string SecretText = "of nobody's concern";

    /// <summary>A pod that has one of all that can be left.</summary>
    protected static readonly string Pod = $$"""
        services:
          web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"], volumes: ["data:/data", "/anonymous"], secrets: [token] }
          side: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
        volumes: { data: {} }
        secrets: { token: { environment: TOKEN } }
        """;

    protected string Leases { get; } = Directory.CreateTempSubdirectory("leases-").FullName;

    protected string SecretFile => Path.Combine(Sandbox, "secrets", "token");

    private protected virtual Dictionary<string, string> Settings => new()
    {
        ["COMPOSE_EXECUTOR_POD_LEASES"] = Leases,
        ["COMPOSE_EXECUTOR_POD_REAPERIDLE"] = "1s",
        ["TOKEN"] = SecretText,
    };

    protected Task LaunchAsync()
    {
        Write("compose.yml", Pod);
        return LaunchAsync(Task(), environment: Settings);
    }

    /// <summary>Waits until something is so, as an engine or a file system tells it to who asks.</summary>
    protected async Task<TimeSpan> UntilAsync(string what, Func<Task<bool>> condition, TimeSpan? deadline = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > (deadline ?? Deadline))
                throw new TimeoutException($"Waited in vain until {what}.\n{History()}\n{await ReaperLogAsync()}");
            await System.Threading.Tasks.Task.Delay(20);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    protected Task<TimeSpan> UntilReaperRunsAsync() =>
        UntilAsync("the reaper runs", async () => (await Engine.ReapersAsync(Leases)).Any(reaper => reaper.State == "running"));

    protected Task<TimeSpan> UntilPodIsGoneAsync() => UntilAsync(
        "the pod is gone", async () => (await Engine.LeftOfAsync(TaskId)).Count == 0 && !File.Exists(SecretFile), Soon);

    protected Task<TimeSpan> UntilReaperIsGoneAsync() =>
        UntilAsync("the reaper is gone", async () => (await Engine.ReapersAsync(Leases)).Count == 0);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            using var engine = new Engine();
            foreach (var reaper in await engine.ReapersAsync(Leases))
                await engine.RemoveAsync(reaper.ID);
            Directory.Delete(Leases, recursive: true);
        }
    }

    private async Task<string> ReaperLogAsync() =>
        string.Join('\n', await System.Threading.Tasks.Task.WhenAll((await Engine.ReapersAsync(Leases)).Select(reaper => Engine.LogAsync(reaper.ID))));
}
