using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Health;

/// <summary>Something to do in the course of a check.</summary>
public abstract record CheckEffect
{
    private CheckEffect()
    {
    }

    /// <summary>Let <see cref="CheckEvent.Due"/> happen after a while.</summary>
    /// <param name="For">How long from now.</param>
    public sealed record Wait(TimeSpan For) : CheckEffect;

    /// <summary>Run the check once; ends in <see cref="CheckEvent.Probed"/>.</summary>
    public sealed record Probe : CheckEffect;

    /// <summary>Report the task's health, and kill it if that is what follows.</summary>
    /// <param name="Healthy">Whether it is healthy.</param>
    /// <param name="Message">Why.</param>
    /// <param name="Kill">Whether it has failed as often in a row as it may.</param>
    public sealed record ReportHealth(bool Healthy, string Message, bool Kill = false) : CheckEffect;

    /// <summary>Report the check's result, which is another one than before.</summary>
    /// <param name="Status">The result.</param>
    /// <param name="Message">What happened.</param>
    public sealed record ReportCheck(CheckStatus Status, string Message) : CheckEffect;

    /// <summary>Note a failure that is not reported.</summary>
    /// <param name="Message">What happened, and why it is not.</param>
    public sealed record Ignore(string Message) : CheckEffect;
}
