namespace ComposeExecutor.Pods.Health;

/// <summary>A task's <c>check</c> (<c>CheckInfo</c> in <c>mesos.proto</c>): its result is reported, and nothing is made of it.</summary>
/// <param name="Probe">What it does.</param>
/// <param name="Timing">When.</param>
public sealed record TaskCheck(CheckProbe Probe, CheckTiming Timing);
