using System.Collections.Immutable;

namespace ComposeExecutor.Pods.Health;

/// <summary>
/// The course of a health check as a pure function, by the rules of Mesos' own health checker (<c>src/checks/health_checker.cpp</c>): the
/// first success is reported, and the first after failures; every failure is reported, but those that come before the first success within
/// the grace period; as many in a row as allowed end the task.
/// </summary>
/// <param name="Check">The health check.</param>
public sealed record HealthCourse(TaskHealthCheck Check) : ICheckCourse
{
    /// <summary>Whether there has been a success.</summary>
    public bool HasSucceeded { get; init; }

    /// <summary>Failures in a row that count.</summary>
    public long Failures { get; init; }

    /// <inheritdoc/>
    public CheckProbe Probe => Check.Probe;

    /// <inheritdoc/>
    public CheckTiming Timing => Check.Timing;

    /// <inheritdoc/>
    public (ICheckCourse Course, ImmutableArray<CheckEffect> Effects) After(CheckEvent happened) => happened switch
    {
        CheckEvent.Began => (this, [new CheckEffect.Wait(Timing.Delay)]),
        CheckEvent.Due => (this, [new CheckEffect.Probe()]),
        CheckEvent.Probed probed => OnProbed(probed),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "The health check does not know this event."),
    };

    private (ICheckCourse Course, ImmutableArray<CheckEffect> Effects) OnProbed(CheckEvent.Probed probed)
    {
        var again = new CheckEffect.Wait(Timing.Interval);
        var what = $"{Probe} {probed.Result.Text}";
        if (probed.Result is ProbeResult.Unavailable)
            return (this, [new CheckEffect.Ignore($"The health check could not be made: {what}."), again]);
        if (Passed(probed.Result))
        {
            return (this with { HasSucceeded = true, Failures = 0 }, HasSucceeded && Failures == 0
                ? [again]
                : [new CheckEffect.ReportHealth(true, $"The health check passed: {what}."), again]);
        }

        if (!HasSucceeded && Check.Grace > TimeSpan.Zero && probed.SinceBegin <= Check.Grace)
            return (this, [new CheckEffect.Ignore($"The health check failed within its grace period of {Check.Grace.TotalSeconds:0.###} s: {what}."), again]);

        var failed = this with { Failures = Failures + 1 };
        return failed.Failures < Check.FailureLimit
            ? (failed, [new CheckEffect.ReportHealth(false, $"The health check failed ({failed.Failures} of {Check.FailureLimit} times in a row): {what}."), again])
            : (failed, [new CheckEffect.ReportHealth(false, $"The health check failed {Times(failed.Failures)}, so the pod is killed: {what}.", Kill: true)]);
    }

    private bool Passed(ProbeResult result) => (result, Probe) switch
    {
        (ProbeResult.CommandEnded ended, _) => ended.ExitCode == 0,
        (ProbeResult.HttpAnswered answered, CheckProbe.Http http) => http.Accepts(answered.Status),
        (ProbeResult.Connected connected, _) => connected.Succeeded,
        _ => false,
    };

    private static string Times(long failures) => failures == 1 ? "once" : $"{failures} times in a row";
}
