using ComposeExecutor.Pods.Lifecycle;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods;

public sealed partial class PodSupervisor
{
    [LoggerMessage(LogLevel.Information, "Task {TaskId} arrived; its pod is project {Project}.")]
    private static partial void LogLaunched(ILogger log, string taskId, string project);

    [LoggerMessage(LogLevel.Debug, "Task {TaskId} went from {Before} to {After} after {Event}.")]
    private static partial void LogPhase(ILogger log, string taskId, PodPhase before, PodPhase after, string @event);

    [LoggerMessage(LogLevel.Information, "Starting '{Service}'.")]
    private static partial void LogStarting(ILogger log, string service);

    [LoggerMessage(LogLevel.Information, "Sending {Signal} to '{Service}'.")]
    private static partial void LogSignalling(ILogger log, string service, string signal);

    [LoggerMessage(LogLevel.Warning, "Sending {Signal} to '{Service}' failed: {Reason}")]
    private static partial void LogSignalFailed(ILogger log, string service, string signal, string reason);

    [LoggerMessage(LogLevel.Information, "Running {Hook} of '{Service}': {Commands} command(s).")]
    private static partial void LogHook(ILogger log, HookKind hook, string service, int commands);

    [LoggerMessage(LogLevel.Warning, "{Hook} of '{Service}' failed: {Reason}")]
    private static partial void LogHookFailed(ILogger log, HookKind hook, string service, string reason);

    [LoggerMessage(LogLevel.Warning, "The output of '{Service}' cannot be followed: {Reason}")]
    private static partial void LogNoOutput(ILogger log, string service, string reason);

    [LoggerMessage(LogLevel.Warning, "Looking at container {Id} failed, trying again until it succeeds: {Reason}")]
    private static partial void LogLookFailed(ILogger log, string id, string reason);

    [LoggerMessage(LogLevel.Information, "Task {TaskId} is {State}: {Message}")]
    private static partial void LogReport(ILogger log, string taskId, string state, string message);

    [LoggerMessage(LogLevel.Information, "Nothing is left to do for task {TaskId}.")]
    private static partial void LogDone(ILogger log, string taskId);

    [LoggerMessage(LogLevel.Warning, "The file {File} could not be removed: {Reason}")]
    private static partial void LogFileLeft(ILogger log, string file, string reason);

    [LoggerMessage(LogLevel.Error, "Something unexpected went wrong with task {TaskId}.")]
    private static partial void LogUnexpected(ILogger log, string taskId, Exception exception);
}
