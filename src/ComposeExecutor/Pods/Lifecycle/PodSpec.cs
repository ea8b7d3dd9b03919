using System.Collections.Immutable;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>What the lifecycle has to know of a pod whose containers have been created.</summary>
/// <param name="Services">The services without the infra container, by name.</param>
/// <param name="StopGrace">How long the pod may take to stop, as the task or the configuration says; null for as long as each service asks for.</param>
/// <param name="HasInfra">Whether an infra container holds namespaces that services join, so that it has to run before them.</param>
public sealed record PodSpec(ImmutableSortedDictionary<string, ServiceSpec> Services, TimeSpan? StopGrace = null, bool HasInfra = true)
{
    /// <summary>Whether the task has a health check of its own, which then alone says whether it is healthy.</summary>
    public bool HasTaskHealthCheck { get; init; }

    /// <summary>Whether the task is a service, which is never to end by itself.</summary>
    public bool IsService { get; init; }

    /// <summary>The pauses between restarts.</summary>
    public RestartDelays Restarts { get; init; } = RestartDelays.Default;

    /// <summary>What becomes of a service that stays unhealthy.</summary>
    public UnhealthyRule Unhealthy { get; init; } = UnhealthyRule.Report;
}

/// <summary>What the lifecycle has to know of one service.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="DependsOn">What has to have happened to others before it starts.</param>
/// <param name="HasHealthCheck">Whether it counts as running only once it is healthy.</param>
/// <param name="StopGrace">How long it may take to end after its stop signal.</param>
public sealed record ServiceSpec(string Name, ImmutableArray<Dependency> DependsOn, bool HasHealthCheck, TimeSpan StopGrace)
{
    /// <summary>What it is in the pod.</summary>
    public ServiceRole Role { get; init; }

    /// <summary>When it runs again after it has ended.</summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.Never;

    /// <summary>Whether commands are run inside of it after each start, before it counts as running.</summary>
    public bool HasPostStart { get; init; }

    /// <summary>Whether commands are run inside of it before its stop signal.</summary>
    public bool HasPreStop { get; init; }
}
