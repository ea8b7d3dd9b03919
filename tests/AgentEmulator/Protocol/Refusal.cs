namespace AgentEmulator;

/// <summary>An answer that refuses a call.</summary>
internal sealed record Refusal(int Status, string Text)
{
    /// <summary>A header to go with it, as <c>Allow</c> goes with 405.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>Whether a call so refused means that the executor does something wrong.</summary>
    public bool IsViolation { get; init; } = true;
}
