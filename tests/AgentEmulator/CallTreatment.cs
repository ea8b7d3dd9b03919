namespace AgentEmulator;

/// <summary>What the agent does to calls of a type, instead of or before handling them.</summary>
public sealed record CallTreatment
{
    /// <summary>Refuses them with this HTTP status, without handling them; null to handle them.</summary>
    public int? Status { get; init; }

    /// <summary>The text that goes with <see cref="Status"/>.</summary>
    public string Text { get; init; } = "Refused by the script";

    /// <summary>How long the answer is held back.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Handles the call and breaks the connection instead of answering: the executor cannot know what became of it.</summary>
    public bool BreakInsteadOfAnswer { get; init; }

    /// <summary>To how many calls this is done; null for all until further notice.</summary>
    public int? Times { get; init; }
}
