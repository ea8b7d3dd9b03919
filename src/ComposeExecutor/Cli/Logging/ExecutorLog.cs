using ComposeExecutor.Pods.Output;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli.Logging;

/// <summary>The executor's log: the file <c>compose-executor.log</c> in the sandbox, and standard error.</summary>
internal sealed class ExecutorLog : IDisposable
{
    private const string FileName = "compose-executor.log";
    private const long MaximumSize = 10 << 20;
    private const int OldFiles = 2;

    private readonly RotatingFile? _file;
    private readonly Stream _standardError = Console.OpenStandardError();

    /// <summary>Opens the log. A sandbox that cannot be written leaves standard error, and what the pod does then is told there.</summary>
    /// <param name="folder">The folder of the file; null for none.</param>
    /// <param name="level">The least severe messages to write.</param>
    /// <param name="toConsole">Whether to write to standard error too.</param>
    public ExecutorLog(string? folder, LogLevel level, bool toConsole = true)
    {
        string? failure = null;
        if (folder is not null)
        {
            try
            {
                _file = new RotatingFile(Path.Combine(folder, FileName), MaximumSize, OldFiles);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failure = exception.Message;
            }
        }

        Logger = new LineLogger(level, TimeProvider.System, [.. Sinks(toConsole || _file is null)]);
        if (failure is not null)
            LogMessages.NoLogFile(Logger, FileName, failure);
    }

    /// <summary>The log itself.</summary>
    public LineLogger Logger { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _standardError.Dispose();
    }

    private IEnumerable<LineLogger.Sink> Sinks(bool toConsole)
    {
        if (_file is not null)
            yield return WriteFile;
        if (toConsole)
            yield return WriteConsole;
    }

    // Nothing can be done about a log that cannot be written, and the pod must not end for it: the other sink still has the line.
    private void WriteFile(ReadOnlySpan<byte> line)
    {
        try
        {
            _file!.Write(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
        }
    }

    private void WriteConsole(ReadOnlySpan<byte> line)
    {
        try
        {
            _standardError.Write(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
        }
    }
}
