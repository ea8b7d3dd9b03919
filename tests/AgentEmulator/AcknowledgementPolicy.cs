namespace AgentEmulator;

/// <summary>When the agent acknowledges status updates.</summary>
public sealed record AcknowledgementPolicy
{
    private AcknowledgementPolicy()
    {
    }

    /// <summary>Once each, right after the answer to the call.</summary>
    public static AcknowledgementPolicy Automatic { get; } = new();

    /// <summary>Not at all, until another policy is set: then those held back go out, in order.</summary>
    public static AcknowledgementPolicy Withheld { get; } = new() { IsWithheld = true };

    /// <summary>Twice each: the second is one too many, which an executor has to bear.</summary>
    public static AcknowledgementPolicy Twice { get; } = new() { Times = 2 };

    /// <summary>
    /// Before the call is answered. The acknowledgement travels on another connection than the answer, so that at a real agent it can
    /// be the first to arrive.
    /// </summary>
    public static AcknowledgementPolicy BeforeAnswer { get; } = new() { IsBeforeAnswer = true };

    internal bool IsWithheld { get; private init; }

    internal bool IsBeforeAnswer { get; private init; }

    internal int Times { get; private init; } = 1;

    internal TimeSpan Delay { get; private init; }

    /// <summary>Once each, some time after the answer.</summary>
    /// <param name="delay">How long after.</param>
    public static AcknowledgementPolicy DelayedBy(TimeSpan delay) => new() { Delay = delay };
}
