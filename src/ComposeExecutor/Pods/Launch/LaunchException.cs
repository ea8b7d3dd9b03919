using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Launch;

/// <summary>Thrown when a pod cannot be prepared; nothing of it runs.</summary>
public sealed class LaunchException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Mesos' reason for the task's end.</param>
    /// <param name="message">What failed, in which service, why, and what to do.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public LaunchException(TaskReason reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Mesos' reason for the task's end.</summary>
    public TaskReason Reason { get; }
}
