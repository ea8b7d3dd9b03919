using System.Collections.Immutable;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Health;

/// <summary>
/// The course of a check as a pure function, by the rules of Mesos' own checker (<c>src/checks/checker.cpp</c>): a result is reported when
/// it is another one than before; a run that has none counts as a result without a value.
/// </summary>
/// <param name="Check">The check.</param>
/// <param name="Last">The last result; before the first run one without a value.</param>
public sealed record ResultCourse(TaskCheck Check, CheckStatus Last) : ICheckCourse
{
    /// <summary>A check that has not been made.</summary>
    /// <param name="check">The check.</param>
    public static ResultCourse Of(TaskCheck check) => new(check, Nothing(check.Probe));

    /// <inheritdoc/>
    public CheckProbe Probe => Check.Probe;

    /// <inheritdoc/>
    public CheckTiming Timing => Check.Timing;

    /// <inheritdoc/>
    public (ICheckCourse Course, ImmutableArray<CheckEffect> Effects) After(CheckEvent happened) => happened switch
    {
        CheckEvent.Began => (this, [new CheckEffect.Wait(Timing.Delay)]),
        CheckEvent.Due => (this, [new CheckEffect.Probe()]),
        CheckEvent.Probed probed => OnProbed(probed.Result),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "The check does not know this event."),
    };

    private (ICheckCourse Course, ImmutableArray<CheckEffect> Effects) OnProbed(ProbeResult result)
    {
        var again = new CheckEffect.Wait(Timing.Interval);
        var what = $"{Probe} {result.Text}";
        CheckStatus status = result switch
        {
            ProbeResult.CommandEnded ended => new CheckStatus.Command(ended.ExitCode),
            ProbeResult.HttpAnswered answered => new CheckStatus.Http(answered.Status),
            ProbeResult.Connected connected => new CheckStatus.Tcp(connected.Succeeded),
            ProbeResult.Unavailable => Last,
            _ => Nothing(Probe),
        };
        if (status == Last)
            return (this, result is ProbeResult.Unavailable ? [new CheckEffect.Ignore($"The check could not be made: {what}."), again] : [again]);
        return (this with { Last = status }, [new CheckEffect.ReportCheck(status, $"The result of the check has changed: {what}."), again]);
    }

    private static CheckStatus Nothing(CheckProbe probe) => probe switch
    {
        CheckProbe.Http => new CheckStatus.Http(null),
        CheckProbe.Tcp => new CheckStatus.Tcp(null),
        _ => new CheckStatus.Command(null),
    };
}
