using System.Diagnostics;
using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>How long after the engine has told of a container's death the agent hears that the task failed.</summary>
internal sealed class DeathScenario : IScenario
{
    private static readonly PodShape Shape = new(3);
    private const double Target = 20;

    /// <inheritdoc/>
    public string Name => "death";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var samples = new Samples();
        for (var round = 0; round <= context.Rounds; round++)
        {
            var taken = await MeasureAsync(context, cancellationToken);
            BenchContext.Say($"{Name} {(round == 0 ? "warm-up" : $"round {round}")}: {taken.TotalMilliseconds:0.0} ms");
            if (round > 0)
                samples.Add(taken);
        }

        return [Figure.Of("container dies → TASK_FAILED received, beyond Docker's die event", samples, "ms", Target)];
    }

    private static async Task<TimeSpan> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var executor = await ExecutorRun.StartAsync(context, Shape);
        await executor.RunningAsync(cancellationToken);
        var container = await context.Engine.ContainerAsync(executor.Name, ComposeFile.FirstService, cancellationToken);
        using var deaths = await context.Engine.WatchDeathsAsync(executor.Name, cancellationToken);
        var death = deaths.NextAsync(cancellationToken);
        await context.Engine.KillAsync(container, cancellationToken);
        var failed = await executor.FailedAsync(cancellationToken);
        var died = await death;
        await executor.ExitAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(died, failed);
    }
}
