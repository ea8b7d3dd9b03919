using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods;

public sealed partial class Executor
{
    [LoggerMessage(LogLevel.Debug, "Subscribed: framework {FrameworkId}, agent {AgentId}.")]
    private static partial void LogSubscribed(ILogger log, string frameworkId, string agentId);

    [LoggerMessage(LogLevel.Warning, "Task {TaskId} was launched before; this launch is ignored.")]
    private static partial void LogLaunchedTwice(ILogger log, string taskId);

    [LoggerMessage(LogLevel.Error, "Task {TaskId} cannot run: {Reason}")]
    private static partial void LogRefused(ILogger log, string taskId, string reason);

    [LoggerMessage(LogLevel.Information, "Task {TaskId} is to be killed{Within}.")]
    private static partial void LogKill(ILogger log, string taskId, string within);

    [LoggerMessage(LogLevel.Warning, "Task {TaskId} is not running here: there is nothing to kill.")]
    private static partial void LogKillUnknown(ILogger log, string taskId);

    [LoggerMessage(LogLevel.Warning, "{Message} Pods to end: {Pods}.")]
    private static partial void LogEndAll(ILogger log, string message, int pods);

    [LoggerMessage(LogLevel.Warning, "Not all updates were acknowledged within {Seconds} s; ending all the same.")]
    private static partial void LogNotAcknowledged(ILogger log, double seconds);
}
