namespace ComposeExecutor.Pods.Health;

/// <summary>When a check is made.</summary>
/// <param name="Delay">How long after the pod runs the first time.</param>
/// <param name="Interval">How long after the end of one run the next.</param>
/// <param name="Timeout">How long one run may take; null for as long as it likes.</param>
public sealed record CheckTiming(TimeSpan Delay, TimeSpan Interval, TimeSpan? Timeout);
