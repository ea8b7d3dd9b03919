using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli.Logging;

/// <summary>
/// A log of one line a message, written at once: to the executor's log file, to standard error, or to both. It is all of
/// logging that an executable of this size needs.
/// </summary>
/// <param name="level">The least severe messages to write.</param>
/// <param name="time">The clock for the lines.</param>
/// <param name="sinks">Where whole lines go, as UTF-8 with a line feed.</param>
internal sealed class LineLogger(LogLevel level, TimeProvider time, params LineLogger.Sink[] sinks) : ILogger
{
    /// <summary>Takes one message, as UTF-8 that ends in a line feed.</summary>
    public delegate void Sink(ReadOnlySpan<byte> line);

    /// <summary>The least severe messages to write, from now on.</summary>
    public LogLevel Level { get; set; } = level;

    /// <summary>Whether somebody reads along: sentences alone then, without times, and a severity only where it matters.</summary>
    public bool ForPeople { get; init; }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= Level;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var text = new StringBuilder();
        if (!ForPeople)
            text.Append(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)).Append(' ').Append(NameOf(logLevel)).Append(' ');
        else if (logLevel >= LogLevel.Warning)
            text.Append(logLevel == LogLevel.Warning ? "warning: " : "error: ");
        text
            // A message of several lines (the last output of a service) stays one message: its further lines are indented.
            .Append(formatter(state, exception).ReplaceLineEndings("\n    "));
        if (exception is not null)
            text.Append("\n    ").Append(exception.ToString().ReplaceLineEndings("\n    "));
        var line = Encoding.UTF8.GetBytes(text.Append('\n').ToString());
        foreach (var sink in sinks)
            sink(line);
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        _ => "error",
    };
}
