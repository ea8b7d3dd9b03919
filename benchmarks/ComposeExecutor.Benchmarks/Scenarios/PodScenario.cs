using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>A pod is launched and killed, in turns with Docker Compose bringing the same file up and down.</summary>
/// <param name="name">The scenario's name.</param>
/// <param name="shape">What the pod looks like.</param>
/// <param name="target">The most that the ratio of the launches should be.</param>
internal sealed class PodScenario(string name, PodShape shape, double target) : IScenario
{
    private const double KillTarget = 1;

    private readonly bool _waits = shape.HealthyChain > 0;
    private readonly string _described = shape.HealthyChain > 0 ? $"{shape.Services} services, a chain of {shape.HealthyChain} health checks" : $"{shape.Services} services";

    /// <inheritdoc/>
    public string Name => name;

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
            launch.ToFigure($"LAUNCH → TASK_RUNNING, {_described}, to 'docker compose up -d{(_waits ? " --wait" : "")}'", target),
            kill.ToFigure($"KILL → TASK_KILLED, {_described}, to 'docker compose down'", KillTarget),
            Figure.Of($"KILL → executor has exited, {_described}", exits, "ms", target: null, "0"),
        ];
    }

    private async Task<(TimeSpan Running, TimeSpan Killed, TimeSpan Exited)> PodAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var executor = await ExecutorRun.StartAsync(context, shape);
        var running = await executor.RunningAsync(cancellationToken);
        var (killed, exited) = await executor.KillAsync(cancellationToken);
        return (running, killed, exited);
    }

    private async Task<(TimeSpan Up, TimeSpan Down)> ComposeAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var compose = new ComposeRun(context, shape);
        return (await compose.UpAsync(_waits, cancellationToken), await compose.DownAsync(cancellationToken));
    }
}
