using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>Something that the shell is to do.</summary>
public abstract record PodEffect
{
    private PodEffect()
    {
    }

    /// <summary>Report a state that is not terminal.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Message">A sentence for whoever reads the task's history.</param>
    /// <param name="Healthy">Whether all health checks pass; null when there are none.</param>
    /// <param name="Reason">Mesos' reason, where one fits.</param>
    public sealed record Announce(TaskState State, string Message, bool? Healthy = null, TaskReason? Reason = null) : PodEffect;

    /// <summary>Report how the pod ends, with the last output of the service that it is about.</summary>
    /// <param name="Outcome">The outcome.</param>
    public sealed record AnnounceOutcome(PodOutcome Outcome) : PodEffect;

    /// <summary>Read the files, pull the images and create the containers; ends in <see cref="PodEvent.Prepared"/> or <see cref="PodEvent.PreparationEnded"/>.</summary>
    public sealed record Prepare : PodEffect;

    /// <summary>Give up preparing; <see cref="PodEvent.PreparationEnded"/> follows.</summary>
    public sealed record CancelPreparation : PodEffect;

    /// <summary>Start the infra container; ends in <see cref="PodEvent.InfraObserved"/> or <see cref="PodEvent.StartRefused"/>.</summary>
    public sealed record StartInfra : PodEffect;

    /// <summary>Start a service's container, the first time or again; ends in <see cref="PodEvent.ServiceObserved"/> or <see cref="PodEvent.StartRefused"/>.</summary>
    /// <param name="Service">The service.</param>
    public sealed record StartService(string Service) : PodEffect;

    /// <summary>Ask a service to end, by its stop signal.</summary>
    /// <param name="Service">The service.</param>
    public sealed record SignalService(string Service) : PodEffect;

    /// <summary>End a service at once.</summary>
    /// <param name="Service">The service.</param>
    public sealed record KillService(string Service) : PodEffect;

    /// <summary>Run the commands of a service's hook inside of it; ends in <see cref="PodEvent.HookEnded"/>.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Hook">Which ones.</param>
    /// <param name="Run">The run of the service's container that they belong to.</param>
    public sealed record RunHook(string Service, HookKind Hook, string Run) : PodEffect;

    /// <summary>Let <see cref="PodEvent.TimerExpired"/> happen after a while.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Timer">What it is for.</param>
    /// <param name="Number">Which one it is.</param>
    /// <param name="After">How long from now.</param>
    public sealed record SetTimer(string Service, ServiceTimer Timer, int Number, TimeSpan After) : PodEffect;

    /// <summary>Let <see cref="PodEvent.GraceExpired"/> happen after a while, unless an earlier one is set already.</summary>
    /// <param name="After">How long from now.</param>
    public sealed record ExpireGrace(TimeSpan After) : PodEffect;

    /// <summary>The pod has started: the launch time-out no longer applies.</summary>
    public sealed record DisarmLaunchTimeout : PodEffect;

    /// <summary>Remove what belongs to the pod; ends in <see cref="PodEvent.Removed"/>.</summary>
    /// <param name="Outcome">How the pod ends, since configuration may keep what a failed pod leaves.</param>
    public sealed record Remove(PodOutcome Outcome) : PodEffect;
}
