namespace ComposeExecutor.Configuration;

/// <summary>The pauses between restarts of a service: <c>pod.restart.*</c>.</summary>
public sealed record RestartSettings
{
    /// <summary>The first pause; each further one is twice as long.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>The longest pause.</summary>
    public required TimeSpan MaxDelay { get; init; }

    /// <summary>How long a run has to last for the next pause to be the first again.</summary>
    public required TimeSpan Reset { get; init; }
}
