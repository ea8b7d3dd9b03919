using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary><c>compose-executor run</c>, of the published executable.</summary>
/// <param name="project">The project of the corpus.</param>
/// <param name="name">A name that nothing else on the engine has.</param>
internal sealed partial class PodLaunch(CorpusCase project, string name) : Launch(project, name, $"taskId={name}")
{
    private const int Terminate = 15;

    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>Where its files are written.</summary>
    public string Sandbox { get; } = Leftovers.NewFolder();

    /// <inheritdoc/>
    public override string Account
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <inheritdoc/>
    public override async Task<string> StartAsync()
    {
        string[] arguments =
        [
            "run", "--name", ProjectName, "--port-range", Case.Offer, "--sandbox", Sandbox, "--grace", "1s", .. Case.Files.SelectMany(file => new[] { "--file", file }),
            // What has failed is looked at before it is removed.
            "--label", "config.cleanpod.cleanfailtask=false",
        ];
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Executable.Path, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Deadline);
        var ended = _process.WaitForExitAsync(patience.Token);
        await Task.WhenAny(_running.Task, ended);
        patience.IsCancellationRequested.ShouldBeFalse($"The pod neither runs nor has failed after {Deadline.TotalSeconds} s.\n{Account}");
        return _running.Task.IsCompleted ? "came up" : "failed";
    }

    /// <inheritdoc/>
    protected override async Task RemoveAsync()
    {
        try
        {
            using var engine = new Engine();
            var isKept = await EndAsync();
            var left = await engine.LeftOfAsync(ProjectName);
            await engine.RemoveAllOfAsync(ProjectName);
            if (!isKept)
                left.ShouldBeEmpty($"Something of the pod is left.\n{Account}");
        }
        finally
        {
            Directory.Delete(Sandbox, recursive: true);
        }
    }

    // Whether it has failed, and so is kept.
    private async Task<bool> EndAsync()
    {
        if (_process is not { } process)
            return false;
        using var patience = new CancellationTokenSource(Deadline);
        try
        {
            if (!process.HasExited)
                _ = Kill(process.Id, Terminate);
            await process.WaitForExitAsync(patience.Token);
            if (_running.Task.IsCompleted)
                process.ExitCode.ShouldBe(0, Account);
            return process.ExitCode != 0;
        }
        finally
        {
            process.Kill();
            process.Dispose();
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.AppendLine(line);
        if (line.Contains("TASK_RUNNING", StringComparison.Ordinal))
            _running.TrySetResult();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
