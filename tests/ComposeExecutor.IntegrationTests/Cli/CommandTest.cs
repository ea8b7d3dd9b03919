using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ComposeExecutor.IntegrationTests.Cli;

/// <summary>The published executable as a person starts it, in a folder of its own.</summary>
public abstract partial class CommandTest : IAsyncDisposable
{
    protected const int Sighup = 1;
    protected const int Sigint = 2;
    protected const int Sigterm = 15;

    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly List<Started> _started = [];

    protected string Folder { get; } = Directory.CreateTempSubdirectory("cli-").FullName;

    protected string TaskId { get; } = $"cli-{Guid.NewGuid().ToString("N")[..8]}";

    private protected Engine Engine { get; } = new();

    protected void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    /// <summary>Starts the executable with arguments.</summary>
    protected Started Start(params string[] arguments)
    {
        var started = new Started(Folder, arguments);
        _started.Add(started);
        return started;
    }

    /// <summary>Runs the executable to its end.</summary>
    protected async Task<Started> RunAsync(params string[] arguments)
    {
        var started = Start(arguments);
        await started.ExitCodeAsync();
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var started in _started)
            started.Dispose();
        var left = await Engine.LeftOfAsync(TaskId);
        await Engine.RemoveAllOfAsync(TaskId);
        Engine.Dispose();
        Directory.Delete(Folder, recursive: true);
        left.ShouldBeEmpty(string.Join('\n', _started.Select(started => started.Error)));
    }

    protected sealed partial class Started : IDisposable
    {
        private readonly Process _process;
        private readonly StringBuilder _output = new();
        private readonly StringBuilder _error = new();
        private readonly SemaphoreSlim _written = new(0);

        public Started(string folder, string[] arguments)
        {
            _process = new Process
            {
                StartInfo = new ProcessStartInfo(Executable.Path, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true },
            };
            _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
            _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
            _process.Start();
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public string Output => Text(_output);

        public string Error => Text(_error);

        public void Signal(int signal) => _ = Kill(_process.Id, signal);

        /// <summary>Waits until the executable has written something to either stream.</summary>
        public async Task UntilWrittenAsync(string text)
        {
            while (!Output.Contains(text, StringComparison.Ordinal) && !Error.Contains(text, StringComparison.Ordinal))
            {
                if (!await _written.WaitAsync(Deadline))
                    throw new TimeoutException($"'{text}' was not written within {Deadline.TotalSeconds} s:\n{Output}\n{Error}");
            }
        }

        public async Task<int> ExitCodeAsync()
        {
            using var deadline = new CancellationTokenSource(Deadline);
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill();
            _process.Dispose();
            _written.Dispose();
        }

        private void Add(StringBuilder text, string? line)
        {
            if (line is null)
                return;
            lock (text)
                text.Append(line).Append('\n');
            _written.Release();
        }

        private static string Text(StringBuilder text)
        {
            lock (text)
                return text.ToString();
        }

        [LibraryImport("libc", EntryPoint = "kill")]
        private static partial int Kill(int processId, int signal);
    }
}
