using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli.Logging;

/// <summary>What the entry points themselves have to say.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(LogLevel.Warning, "There is no {File}, because it cannot be written: {Reason}")]
    public static partial void NoLogFile(ILogger log, string file, string reason);

    [LoggerMessage(LogLevel.Information, "compose-executor {Version} is {Executor}.")]
    public static partial void Started(ILogger log, string version, string executor);

    [LoggerMessage(LogLevel.Information, "Received {Signal}: stopping the pod.")]
    public static partial void Signalled(ILogger log, string signal);

    [LoggerMessage(LogLevel.Information, "Received SIGUSR1: writing messages of level {Level} and above from now on.")]
    public static partial void LevelChanged(ILogger log, LogLevel level);

    [LoggerMessage(LogLevel.Information, "Received SIGQUIT: wrote the state of all pods to {File}.")]
    public static partial void StateWritten(ILogger log, string file);

    [LoggerMessage(LogLevel.Warning, "Received SIGQUIT: the state of the pods could not be written to {File}: {Reason}")]
    public static partial void StateNotWritten(ILogger log, string file, string reason);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    public static partial void CannotStart(ILogger log, string problem);

    [LoggerMessage(LogLevel.Error, "compose-executor failed unexpectedly. What may be left of its pods: docker ps -a --filter label=executorId={ExecutorId}")]
    public static partial void Crashed(ILogger log, string executorId, Exception exception);
}
