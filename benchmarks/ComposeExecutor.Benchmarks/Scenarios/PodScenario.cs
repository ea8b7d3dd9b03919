using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>A pod is launched and killed, in turns with Docker Compose bringing the same file up and down.</summary>
/// <param name="services">How many services it has.</param>
internal sealed class PodScenario(int services) : IScenario
{
    private const double Target = 1;

    /// <inheritdoc/>
    public string Name => $"pod-{services}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var launch = new Comparison();
        var kill = new Comparison();
        var exits = new Samples();
        for (var round = 0; round <= context.Rounds; round++)
        {
            var (running, killed, exited) = await PodAsync(context, cancellationToken);
            var (up, down) = await ComposeAsync(context, cancellationToken);
            BenchContext.Say(
                $"{Name} {(round == 0 ? "warm-up" : $"round {round}")}: launch {running.TotalMilliseconds:0} ms (up {up.TotalMilliseconds:0}), "
                + $"kill {killed.TotalMilliseconds:0} ms (down {down.TotalMilliseconds:0}), exit {exited.TotalMilliseconds:0} ms");
            if (round == 0)
                continue;
            launch.Add(running, up);
            kill.Add(killed, down);
            exits.Add(exited);
        }

        return
        [
            launch.ToFigure($"LAUNCH → TASK_RUNNING, {services} services, to 'docker compose up -d'", Target),
            kill.ToFigure($"KILL → TASK_KILLED, {services} services, to 'docker compose down'", Target),
            Figure.Of($"KILL → executor has exited, {services} services", exits, "ms", target: null, "0"),
        ];
    }

    private async Task<(TimeSpan Running, TimeSpan Killed, TimeSpan Exited)> PodAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var executor = await ExecutorRun.StartAsync(context, services);
        var running = await executor.RunningAsync(cancellationToken);
        var (killed, exited) = await executor.KillAsync(cancellationToken);
        return (running, killed, exited);
    }

    private async Task<(TimeSpan Up, TimeSpan Down)> ComposeAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var compose = new ComposeRun(context, services);
        return (await compose.UpAsync(cancellationToken), await compose.DownAsync(cancellationToken));
    }
}
