using System.Diagnostics;
using System.Globalization;
using System.Text;
using CliWrap;

namespace ComposeExecutor.Benchmarks.Pods;

/// <summary>A project that Docker Compose itself runs.</summary>
internal sealed class ComposeRun : IAsyncDisposable
{
    private readonly BenchContext _context;
    private readonly string _project;
    private readonly string _file;
    private readonly int _port = BenchContext.FreePort();

    /// <summary>Writes the project's file; nothing is started yet.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="shape">What it looks like.</param>
    public ComposeRun(BenchContext context, PodShape shape)
    {
        _context = context;
        _project = context.NewName("compose");
        _file = ComposeFile.Write(context.FolderOf(_project), shape);
    }

    /// <summary>The wall time of <c>docker compose up -d</c>.</summary>
    /// <param name="wait">Whether it waits until all services are healthy.</param>
    /// <param name="cancellationToken">Ends it when cancelled.</param>
    public Task<TimeSpan> UpAsync(bool wait, CancellationToken cancellationToken) => RunAsync(["up", "-d", .. wait ? ["--wait"] : Array.Empty<string>()], cancellationToken);

    /// <summary>The wall time of <c>docker compose down</c>.</summary>
    /// <param name="cancellationToken">Ends it when cancelled.</param>
    public Task<TimeSpan> DownAsync(CancellationToken cancellationToken) => RunAsync(["down"], cancellationToken);

    /// <summary>Removes what is left of the project.</summary>
    public async ValueTask DisposeAsync() => await _context.Engine.SweepAsync(_project);

    private async Task<TimeSpan> RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var errors = new StringBuilder();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(BenchContext.Deadline);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = await Cli.Wrap("docker")
                .WithArguments(["compose", "-p", _project, "-f", _file, .. command])
                .WithEnvironmentVariables(variables => variables.Set("PORT0", _port.ToString(CultureInfo.InvariantCulture)))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(bounded.Token);
            var taken = Stopwatch.GetElapsedTime(start);
            return result.ExitCode == 0
                ? taken
                : throw new InvalidOperationException($"docker compose {command[0]} ended with {result.ExitCode}: {errors.ToString().Trim()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"docker compose {command[0]} did not end within {BenchContext.Deadline.TotalSeconds:0} s: {errors.ToString().Trim()}");
        }
    }
}
