namespace ComposeExecutor.Configuration;

/// <summary>What becomes of a service that stays unhealthy: <c>pod.unhealthy.*</c>.</summary>
public sealed record UnhealthySettings
{
    /// <summary>What is done.</summary>
    public required UnhealthyAction Action { get; init; }

    /// <summary>How long it may be unhealthy before.</summary>
    public required TimeSpan Timeout { get; init; }
}
