using System.Diagnostics;
using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>How long after its executor was killed a pod is gone from the engine.</summary>
internal sealed class ReapScenario : IScenario
{
    private static readonly PodShape Shape = new(3);
    private const double Target = 2000;

    /// <inheritdoc/>
    public string Name => "reap";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var samples = new Samples();
        for (var round = 0; round <= context.Rounds; round++)
        {
            var taken = await MeasureAsync(context, cancellationToken);
            BenchContext.Say($"{Name} {(round == 0 ? "warm-up" : $"round {round}")}: {taken.TotalMilliseconds:0} ms");
            if (round > 0)
                samples.Add(taken);
        }

        return [Figure.Of("executor SIGKILLed → its pod of 3 services is gone", samples, "ms", Target, "0")];
    }

    private static async Task<TimeSpan> MeasureAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var executor = await ExecutorRun.StartAsync(context, Shape);
        await executor.RunningAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(BenchContext.Deadline);

        var start = Stopwatch.GetTimestamp();
        executor.KillProcess();
        while (await context.Engine.CountAsync(executor.Name, deadline.Token) > 0)
            await Task.Delay(5, deadline.Token);
        return Stopwatch.GetElapsedTime(start);
    }
}
