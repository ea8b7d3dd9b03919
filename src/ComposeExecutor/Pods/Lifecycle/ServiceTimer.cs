namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>What a service's timer is for.</summary>
public enum ServiceTimer
{
    /// <summary>The pause before its restart.</summary>
    Restart,

    /// <summary>The time that it has to end.</summary>
    Stop,

    /// <summary>The time that it may be unhealthy.</summary>
    Unhealthy,
}
