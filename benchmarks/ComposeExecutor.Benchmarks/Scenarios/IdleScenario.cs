using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Processes;
using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>What an executor holds and uses while its pod just runs. Some of them are watched side by side, as on an agent.</summary>
internal sealed class IdleScenario : IScenario
{
    private static readonly PodShape Shape = new(3);
    private const int MostPods = 3;
    private const double PrivateTarget = 8;
    private const double ResidentTarget = 18;
    private const double ProcessorTarget = 10;
    private const double Mebibyte = 1 << 20;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string Name => "idle";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var executors = new List<ExecutorRun>();
        try
        {
            var pods = Math.Min(context.Rounds, MostPods);
            BenchContext.Say($"{Name}: {pods} pods are launched, and watched for {(Settling + Watching).TotalSeconds:0} s");
            for (var pod = 0; pod < pods; pod++)
            {
                executors.Add(await ExecutorRun.StartAsync(context, Shape));
                await executors[^1].RunningAsync(cancellationToken);
            }

            await Task.Delay(Settling, cancellationToken);
            var figures = await MeasureAsync(executors, cancellationToken);
            foreach (var executor in executors)
                await executor.KillAsync(cancellationToken);
            return figures;
        }
        finally
        {
            foreach (var executor in executors)
                await executor.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<Figure>> MeasureAsync(List<ExecutorRun> executors, CancellationToken cancellationToken)
    {
        var (privately, resident, processor) = (new Samples(), new Samples(), new Samples());
        foreach (var memory in executors.Select(executor => ProcessMemory.Of(executor.ProcessId)))
        {
            privately.Add(memory.Private / Mebibyte);
            resident.Add(memory.Resident / Mebibyte);
        }

        var before = executors.ConvertAll(executor => ProcessorTime.Of(executor.ProcessId));
        await Task.Delay(Watching, cancellationToken);
        foreach (var (executor, start) in executors.Zip(before))
            processor.Add(ProcessorTime.Of(executor.ProcessId) - start);
        BenchContext.Say($"{Name}: private {privately.Median:0.0} MiB, resident {resident.Median:0.0} MiB, {processor.Median:0.0} ms a minute");
        return
        [
            Figure.Of("private memory, running 3-service pod (MiB = 2^20 bytes)", privately, "MiB", PrivateTarget),
            Figure.Of("resident memory, running 3-service pod (MiB = 2^20 bytes)", resident, "MiB", ResidentTarget),
            Figure.Of("CPU time of an idle pod's executor, in a minute", processor, "ms", ProcessorTarget),
        ];
    }
}
