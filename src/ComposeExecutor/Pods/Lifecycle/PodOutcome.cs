using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>How a pod ends.</summary>
/// <param name="State">The terminal state to report.</param>
/// <param name="Message">What happened, where, and what to do about it.</param>
/// <param name="Reason">Mesos' reason, where one fits.</param>
/// <param name="Service">The service that it is about, whose last output belongs to the message; null for none.</param>
/// <param name="Unhealthy">Whether it ends because a service is unhealthy, which configuration may treat on its own.</param>
/// <param name="MemoryBytes">The memory that was used when there was no more; null when that is not why it ends.</param>
public sealed record PodOutcome(
    TaskState State, string Message, TaskReason? Reason = null, string? Service = null, bool Unhealthy = false, long? MemoryBytes = null);
