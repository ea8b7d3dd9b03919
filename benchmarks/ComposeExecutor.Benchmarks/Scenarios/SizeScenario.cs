using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>What has to be brought to an agent: one file, and how large it is.</summary>
internal sealed class SizeScenario : IScenario
{
    private const double Target = 16;
    private const double Megabyte = 1e6;

    /// <inheritdoc/>
    public string Name => "size";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var size = new Samples();
        size.Add(new FileInfo(context.Executable).Length / Megabyte);
        var files = new Samples();
        files.Add(Directory.GetFiles(Path.GetDirectoryName(context.Executable)!, "*", SearchOption.AllDirectories).Length);
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            Figure.Of("executable (MB = 10^6 bytes)", size, "MB", Target, "0.00"),
            Figure.Of("files in the executable's folder", files, "file(s)", target: 1, "0"),
        ]);
    }
}
