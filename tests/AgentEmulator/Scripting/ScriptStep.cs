namespace AgentEmulator;

/// <summary>What to do, and when.</summary>
/// <param name="On">The trigger: one of <see cref="ScriptTriggers"/>, or a task state.</param>
/// <param name="Do">The action: one of <see cref="ScriptActions"/>.</param>
public sealed record ScriptStep(string On, string Do)
{
    /// <summary>At which occurrence of the trigger, from 1.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How long after the trigger.</summary>
    public TimeSpan After { get; init; }

    /// <summary>How long it lasts, for actions that last.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>The grace period of a kill.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>How long an agent that comes back answers 503.</summary>
    public TimeSpan Recovering { get; init; }

    /// <summary>The HTTP status to refuse with.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The number of a signal.</summary>
    public int Signal { get; init; } = 15;

    /// <summary>The text of a message, or of raw bytes.</summary>
    public string Text { get; init; } = "";

    /// <summary>The step in a few words.</summary>
    public override string ToString() =>
        $"{Do} on {On}{(Nth > 1 ? $" ({Nth}.)" : "")}{(After > TimeSpan.Zero ? $" after {MesosDuration.Format(After)}" : "")}";
}
