namespace ComposeExecutor.Configuration;

/// <summary>What is done about a service that stays unhealthy (<c>pod.unhealthy.action</c>).</summary>
public enum UnhealthyAction
{
    /// <summary>The pod fails.</summary>
    Fail,

    /// <summary>The service is stopped, and its restart policy decides, as if it had failed.</summary>
    Restart,

    /// <summary>It is reported, and the framework decides.</summary>
    Report,
}
