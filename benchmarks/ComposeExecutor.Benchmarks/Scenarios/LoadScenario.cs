using System.Diagnostics;
using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Processes;
using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>More and more pods at once: all must run and all must end, and what each costs must not grow with their number.</summary>
internal sealed class LoadScenario : IScenario
{
    private static readonly PodShape Shape = new(3);
    private const double ExecutorTarget = 10;
    private const double PauseTarget = 2;
    private const double ProcessorTarget = 1;
    private const double Megabyte = 1e6;

    private static readonly int[] Counts = [1, 10, 25, 50];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Name => "load";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        double? alone = null;
        foreach (var pods in Counts)
        {
            var (launch, others) = await RunAsync(context, pods, cancellationToken);
            // What starting one takes by itself is the most that it should take each, whatever their number.
            alone ??= launch.Median;
            figures.Add(Figure.Of($"{Pods(pods)} of {Shape.Services} services at once: launch of all, for each", launch, "ms", pods == 1 ? null : alone, "0"));
            figures.AddRange(others);
        }

        return figures;
    }

    private async Task<(Samples Launch, IReadOnlyList<Figure> Others)> RunAsync(BenchContext context, int pods, CancellationToken cancellationToken)
    {
        BenchContext.Say($"{Name}: {Pods(pods)} at once");
        var executors = new List<ExecutorRun>();
        try
        {
            var start = Stopwatch.GetTimestamp();
            for (var pod = 0; pod < pods; pod++)
                executors.Add(await ExecutorRun.StartAsync(context, Shape));
            await Task.WhenAll(executors.Select(executor => executor.RunningAsync(cancellationToken, Deadline)));
            var launch = One(Stopwatch.GetElapsedTime(start).TotalMilliseconds / pods);
            var used = new Samples();
            foreach (var executor in executors)
                used.Add(ProcessorTime.Of(executor.ProcessId));

            await Task.Delay(Settling, cancellationToken);
            var figures = new List<Figure> { Figure.Of($"{Pods(pods)}: CPU time of each executor until TASK_RUNNING", used, "ms", null, "0") };
            figures.AddRange(await MemoryAsync(context, executors, pods, cancellationToken));
            figures.Add(Figure.Of($"{Pods(pods)}: CPU of all executors while idle", One(await IdleAsync(executors, cancellationToken)), "% of a core", ProcessorTarget, "0.00"));

            start = Stopwatch.GetTimestamp();
            await Task.WhenAll(executors.Select(executor => executor.KillAsync(cancellationToken, Deadline)));
            figures.Add(Figure.Of($"{Pods(pods)}: kill of all, until the last executor is gone, for each", One(Stopwatch.GetElapsedTime(start).TotalMilliseconds / pods), "ms", null, "0"));
            foreach (var executor in executors)
                await executor.DisposeAsync();
            figures.Add(Figure.Of($"{Pods(pods)}: containers, networks and volumes left behind", One(executors.Sum(executor => executor.Left)), "", 0, "0"));
            executors.Clear();
            return (launch, figures);
        }
        finally
        {
            foreach (var executor in executors)
                await executor.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<Figure>> MemoryAsync(BenchContext context, List<ExecutorRun> executors, int pods, CancellationToken cancellationToken)
    {
        var (executor, pause) = (new Samples(), new Samples());
        foreach (var run in executors)
        {
            executor.Add(ProcessMemory.Of(run.ProcessId).Proportional / Megabyte);
            var infra = await context.Engine.ContainerAsync(run.Name, "infra", cancellationToken);
            pause.Add(ProcessMemory.Of(await context.Engine.ProcessAsync(infra, cancellationToken)).Proportional / Megabyte);
        }

        return
        [
            Figure.Of($"{Pods(pods)}: memory of each executor (PSS)", executor, "MB", pods == Counts[^1] ? ExecutorTarget : null),
            Figure.Of($"{Pods(pods)}: memory of each pause process (PSS)", pause, "MB", pods == Counts[^1] ? PauseTarget : null),
        ];
    }

    private static async Task<double> IdleAsync(List<ExecutorRun> executors, CancellationToken cancellationToken)
    {
        var before = executors.ConvertAll(executor => ProcessorTime.Of(executor.ProcessId));
        await Task.Delay(Watching, cancellationToken);
        var used = executors.Zip(before, (executor, start) => ProcessorTime.Of(executor.ProcessId) - start).Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
        return 100 * (used / Watching);
    }

    private static Samples One(double value)
    {
        var samples = new Samples();
        samples.Add(value);
        return samples;
    }

    private static string Pods(int count) => count == 1 ? "1 pod" : $"{count} pods";
}
