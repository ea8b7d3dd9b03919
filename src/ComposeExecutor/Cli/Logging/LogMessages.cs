using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli.Logging;

/// <summary>What the entry points themselves have to say.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Warning, "There is no {File}, because it cannot be written: {Reason}")]
    public static partial void NoLogFile(ILogger log, string file, string reason);

    [LoggerMessage(LogLevel.Information, "compose-executor {Version} is {Executor}.")]
    public static partial void Started(ILogger log, string version, string executor);

    [LoggerMessage(LogLevel.Information, "Received {Signal}: ending the pod.")]
    public static partial void Signalled(ILogger log, string signal);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    public static partial void CannotStart(ILogger log, string problem);

    [LoggerMessage(LogLevel.Error, "compose-executor failed unexpectedly; its pods end with it.")]
    public static partial void Crashed(ILogger log, Exception exception);
}
