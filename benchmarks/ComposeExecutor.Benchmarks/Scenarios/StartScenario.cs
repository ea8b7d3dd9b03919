using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>How long an executor takes from the start of its process to its SUBSCRIBE.</summary>
internal sealed class StartScenario : IScenario
{
    private const double Target = 50;

    /// <inheritdoc/>
    public string Name => "start";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var samples = new Samples();
        for (var round = 0; round <= context.Rounds; round++)
        {
            await using var executor = await ExecutorRun.StartAsync(context, new PodShape(0));
            var taken = await executor.SubscribedAsync(cancellationToken);
            await executor.ShutDownAsync(cancellationToken);
            BenchContext.Say($"{Name} {(round == 0 ? "warm-up" : $"round {round}")}: {taken.TotalMilliseconds:0.0} ms");
            if (round > 0)
                samples.Add(taken);
        }

        return [Figure.Of("process start → SUBSCRIBE received", samples, "ms", Target)];
    }
}
