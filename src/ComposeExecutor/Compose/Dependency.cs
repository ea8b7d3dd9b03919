namespace ComposeExecutor.Compose;

/// <summary>What has to be true of another service (<c>depends_on.condition</c> of the Compose specification).</summary>
public enum DependencyCondition
{
    /// <summary><c>service_started</c>: its container has been started.</summary>
    Started,

    /// <summary><c>service_healthy</c>: its health check passes.</summary>
    Healthy,

    /// <summary><c>service_completed_successfully</c>: it has ended with exit code 0.</summary>
    CompletedSuccessfully,
}

/// <summary>One entry of a service's <c>depends_on</c>.</summary>
/// <param name="Service">The service depended on.</param>
/// <param name="Condition">What has to be true of it.</param>
/// <param name="Required">False when the dependant starts all the same if the service is missing or failed.</param>
/// <param name="Restart">Whether the dependant is restarted when the service is.</param>
public sealed record Dependency(string Service, DependencyCondition Condition, bool Required, bool Restart = false);
