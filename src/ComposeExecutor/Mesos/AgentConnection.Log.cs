using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Mesos;

public sealed partial class AgentConnection
{
    [LoggerMessage(LogLevel.Debug, "Subscribing as executor {ExecutorId} of framework {FrameworkId} with the agent at {Endpoint}.")]
    private partial void LogSubscribing(string executorId, string frameworkId, string endpoint);

    [LoggerMessage(LogLevel.Information, "Executor {ExecutorId} is subscribed with agent {AgentId} on {Hostname}.")]
    private partial void LogSubscribed(string executorId, string agentId, string hostname);

    [LoggerMessage(Message = "Not subscribed: {Reason}. Trying again in {Seconds:0.000} s; {Updates} updates wait.")]
    private partial void LogAway(LogLevel level, string reason, double seconds, int updates);

    [LoggerMessage(LogLevel.Error, "The agent is lost: {Reason}. {Updates} updates were not acknowledged.")]
    private partial void LogLost(string reason, int updates);

    [LoggerMessage(LogLevel.Critical, "The connection to the agent failed in a way it should not.")]
    private partial void LogUnexpected(Exception exception);

    [LoggerMessage(LogLevel.Error, "Skipping an event of {Bytes} bytes that cannot be read: {Problem}")]
    private partial void LogMalformedEvent(string problem, int bytes);

    [LoggerMessage(LogLevel.Information, "Ignoring an event of the unknown type {Type}, as newer agents may send.")]
    private partial void LogUnknownEvent(string type);

    [LoggerMessage(LogLevel.Error, "The agent objects: {Message}")]
    private partial void LogAgentError(string message);

    [LoggerMessage(LogLevel.Information, "The agent asks executor {ExecutorId} to shut down.")]
    private partial void LogShutdown(string executorId);

    [LoggerMessage(LogLevel.Debug, "The agent accepted {State} of task {TaskId} ({Uuid}).")]
    private partial void LogAccepted(string state, string taskId, Guid uuid);

    [LoggerMessage(LogLevel.Error, "The agent refused {State} of task {TaskId} ({Uuid}): {Answer}")]
    private partial void LogRefused(string state, string taskId, Guid uuid, string answer);
}
