using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Output;

/// <summary>
/// Takes what one service writes to its files in the sandbox (<c>service.stdout</c> and <c>service.stderr</c>), to the
/// executor's own output, and keeps the last lines.
/// </summary>
internal sealed partial class ServiceOutput : IDisposable
{
    private readonly string _service;
    private readonly ILogger _log;
    private readonly OutputTail _tail = new();
    private readonly Channel _output;
    private readonly Channel _error;

    /// <summary>Opens the service's files.</summary>
    /// <exception cref="IOException">A file cannot be opened for writing.</exception>
    public ServiceOutput(string service, string folder, PodLogSettings settings, ServiceConsole? console, ILogger log)
    {
        _service = service;
        _log = log;
        _output = Open("stdout");
        _error = Open("stderr");

        Channel Open(string stream) => new(
            new RotatingFile(Path.Combine(folder, $"{service}.{stream}"), settings.MaxSize, settings.Files),
            new LineSplitter(line =>
            {
                _tail.Add(line);
                console?.Write(service, line);
            }));
    }

    /// <summary>The last lines of both streams, oldest first.</summary>
    public string Tail => _tail.ToString();

    /// <summary>Copies the output of a container until it ends. Never throws: a lost connection is logged.</summary>
    public async Task CopyAsync(ContainerOutput container, CancellationToken cancellationToken)
    {
        try
        {
            await container.CopyAsync(bytes => Write(_output, bytes.Span), bytes => Write(_error, bytes.Span), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The pod is gone; what it had to say has been said.
        }
        catch (EngineException exception)
        {
            LogOutputLost(_log, _service, exception.Message);
        }

        _output.Lines.Flush();
        _error.Lines.Flush();
    }

    public void Dispose()
    {
        _output.File.Dispose();
        _error.File.Dispose();
    }

    private void Write(Channel channel, ReadOnlySpan<byte> bytes)
    {
        try
        {
            channel.File.Write(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // A full disk must not end the pod, nor may its own message fill the disk.
            if (!channel.FailureLogged)
                LogFileFailed(_log, _service, exception.Message);
            channel.FailureLogged = true;
        }

        channel.Lines.Add(bytes);
    }

    [LoggerMessage(LogLevel.Warning, "Output of service '{Service}' cannot be written to its file in the sandbox: {Reason}")]
    private static partial void LogFileFailed(ILogger log, string service, string reason);

    [LoggerMessage(LogLevel.Warning, "Output of service '{Service}' is no longer followed: {Reason}")]
    private static partial void LogOutputLost(ILogger log, string service, string reason);

    private sealed class Channel(RotatingFile file, LineSplitter lines)
    {
        public RotatingFile File => file;

        public LineSplitter Lines => lines;

        public bool FailureLogged { get; set; }
    }
}
