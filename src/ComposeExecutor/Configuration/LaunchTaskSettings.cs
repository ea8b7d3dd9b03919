namespace ComposeExecutor.Configuration;

/// <summary>How a pod is brought up: <c>launchtask.*</c>, named as in dce-go.</summary>
public sealed record LaunchTaskSettings
{
    /// <summary>The longest time from LAUNCH to TASK_RUNNING; more than 0.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How often a failed pull is tried again; 0 means one try only.</summary>
    public required int PullRetries { get; init; }

    /// <summary>The pause between two tries of a pull.</summary>
    public required TimeSpan RetryInterval { get; init; }

    /// <summary>Whether images on the host are used as they are; only missing ones are pulled.</summary>
    public required bool SkipPull { get; init; }
}
