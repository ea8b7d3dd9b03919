namespace ComposeExecutor.Mesos;

/// <summary>An event or a task from the agent is not what the v1 API promises; the message names the field.</summary>
public sealed class ExecutorEventException(string message, Exception? innerException = null) : Exception(message, innerException);
