namespace ComposeExecutor.Pods.Health;

/// <summary>A task's <c>health_check</c> (<c>HealthCheck</c> in <c>mesos.proto</c>): as often as it fails in a row, the task is killed.</summary>
/// <param name="Probe">What it does.</param>
/// <param name="Timing">When.</param>
/// <param name="Grace">For how long failures are ignored that come before the first success.</param>
/// <param name="FailureLimit">How many failures in a row end the task.</param>
public sealed record TaskHealthCheck(CheckProbe Probe, CheckTiming Timing, TimeSpan Grace, long FailureLimit);
