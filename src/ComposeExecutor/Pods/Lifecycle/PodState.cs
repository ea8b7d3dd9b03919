using System.Collections.Immutable;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>How far a pod has come. A pod only ever goes down this list.</summary>
public enum PodPhase
{
    /// <summary>Files are read, images pulled, containers created.</summary>
    Preparing,

    /// <summary>Containers are being started; not all of them run yet.</summary>
    Starting,

    /// <summary>Everything runs, or has run and ended well.</summary>
    Running,

    /// <summary>The end is decided; what still runs is being stopped.</summary>
    Stopping,

    /// <summary>Nothing runs any more; what is left is being removed.</summary>
    Removing,

    /// <summary>Nothing is left to do.</summary>
    Done,
}

/// <summary>All that the lifecycle remembers of a pod.</summary>
public sealed record PodState
{
    /// <summary>A pod of which nothing is known but that it is to run.</summary>
    public static PodState Initial { get; } = new();

    /// <summary>How far it has come.</summary>
    public PodPhase Phase { get; init; } = PodPhase.Preparing;

    /// <summary>Its services; null until its containers have been created.</summary>
    public PodSpec? Spec { get; init; }

    /// <summary>Whether the infra container runs, and with it the network that the services join.</summary>
    public bool InfraRunning { get; init; }

    /// <summary>Whether services can be started: their namespaces are there, or they have their own.</summary>
    public bool CanStartServices => InfraRunning || Spec is { HasInfra: false };

    /// <summary>The services as last observed, by name; empty until the containers have been created.</summary>
    public ImmutableSortedDictionary<string, ServiceState> Services { get; init; } = ImmutableSortedDictionary<string, ServiceState>.Empty;

    /// <summary>How long the whole pod may take to stop; null for as long as each service asks for.</summary>
    public TimeSpan? StopGrace { get; init; }

    /// <summary>How it ends, once that is decided; it is never decided twice.</summary>
    public PodOutcome? Outcome { get; init; }

    /// <summary>Whether the outcome has been reported.</summary>
    public bool OutcomeAnnounced { get; init; }

    /// <summary>Whether the preparation still runs and has to be waited for before anything can be removed.</summary>
    public bool PreparationRuns { get; init; } = true;

    /// <summary>Whether the grace period is over and everything left has been killed.</summary>
    public bool Killed { get; init; }

    /// <summary>How many timers have been set for services; the next one gets the number after it.</summary>
    public int Timers { get; init; }

    /// <summary>What the task's own health check says; null before its first result, and when the task has none.</summary>
    public bool? TaskHealth { get; init; }

    /// <summary>The health last reported; null before the pod has run, and when nothing in it has a health check.</summary>
    public bool? ReportedHealth { get; init; }

    /// <summary>This state with one service changed.</summary>
    /// <param name="name">The service.</param>
    /// <param name="service">Its state from now on.</param>
    public PodState With(string name, ServiceState service) => this with { Services = Services.SetItem(name, service) };
}
