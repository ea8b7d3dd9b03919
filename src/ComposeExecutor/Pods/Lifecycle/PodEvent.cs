using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>Something that happened to a pod.</summary>
public abstract record PodEvent
{
    private PodEvent()
    {
    }

    /// <summary>The task has arrived.</summary>
    public sealed record Launched : PodEvent;

    /// <summary>The containers have been created.</summary>
    /// <param name="Spec">What there is to start.</param>
    public sealed record Prepared(PodSpec Spec) : PodEvent;

    /// <summary>The containers could not be created, or the preparation was called off.</summary>
    /// <param name="Message">Why.</param>
    /// <param name="Reason">Mesos' reason for it.</param>
    public sealed record PreparationEnded(string Message, TaskReason? Reason) : PodEvent;

    /// <summary>The infra container has been looked at.</summary>
    /// <param name="Container">What was seen.</param>
    /// <param name="PodMemory">What the pod's cgroup said, where that may explain it; null when nobody looked, or there is none.</param>
    public sealed record InfraObserved(ContainerSnapshot Container, MemoryUse? PodMemory = null) : PodEvent;

    /// <summary>A service's container has been looked at.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Container">What was seen.</param>
    /// <param name="PodMemory">What the pod's cgroup said, where that may explain it; null when nobody looked, or there is none.</param>
    public sealed record ServiceObserved(string Service, ContainerSnapshot Container, MemoryUse? PodMemory = null) : PodEvent;

    /// <summary>The engine would not start a container.</summary>
    /// <param name="Service">The service; null for the infra container.</param>
    /// <param name="Message">The engine's words.</param>
    public sealed record StartRefused(string? Service, string Message) : PodEvent;

    /// <summary>The pod is to end.</summary>
    /// <param name="Message">On whose behalf.</param>
    /// <param name="Grace">How long it may take; null for as long as its services ask for.</param>
    /// <param name="Reason">Mesos' reason, where one fits.</param>
    /// <param name="Limit">How long it may take at most, whatever else is said; null for no such limit.</param>
    public sealed record KillRequested(string Message, TimeSpan? Grace, TaskReason? Reason = null, TimeSpan? Limit = null) : PodEvent;

    /// <summary>Something outside of the lifecycle has found that the pod fails: it ran longer than it may, its task is unhealthy.</summary>
    /// <param name="Outcome">How it ends, if nothing else has decided that before.</param>
    public sealed record Condemned(PodOutcome Outcome) : PodEvent;

    /// <summary>The task's own health check has a result that is to be reported.</summary>
    /// <param name="Healthy">Whether the task is healthy.</param>
    /// <param name="Message">Why.</param>
    /// <param name="Kill">Whether it has failed as often in a row as it may, so that the task is to be killed.</param>
    public sealed record HealthChecked(bool Healthy, string Message, bool Kill) : PodEvent;

    /// <summary>The result of the task's own check has changed.</summary>
    /// <param name="Status">The result.</param>
    /// <param name="Message">What happened.</param>
    public sealed record CheckChanged(CheckStatus Status, string Message) : PodEvent;

    /// <summary>The pod has taken longer to start than it may.</summary>
    /// <param name="Limit">How long that is.</param>
    /// <param name="Preparing">What the preparation was at, should it still go on, to complete the sentence "It did not run: …".</param>
    public sealed record LaunchTimedOut(TimeSpan Limit, string Preparing) : PodEvent;

    /// <summary>The grace period, or the time for killing after it, is over.</summary>
    public sealed record GraceExpired : PodEvent;

    /// <summary>The time of a <see cref="PodEffect.SetTimer"/> is over.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Timer">What it was for.</param>
    /// <param name="Number">Which one it was: one that no longer counts is ignored.</param>
    public sealed record TimerExpired(string Service, ServiceTimer Timer, int Number) : PodEvent;

    /// <summary>The commands of a <see cref="PodEffect.RunHook"/> have ended.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Hook">Which they were.</param>
    /// <param name="Run">In which run of the service's container.</param>
    /// <param name="Failure">What went wrong, as a sentence; null when nothing did.</param>
    public sealed record HookEnded(string Service, HookKind Hook, string Run, string? Failure) : PodEvent;

    /// <summary>Carrying out an effect failed in a way that no other event tells of.</summary>
    /// <param name="Message">What failed.</param>
    public sealed record Broken(string Message) : PodEvent;

    /// <summary>All of the pod's containers are gone, or as many as could be removed.</summary>
    /// <param name="Left">What could not be removed and why; null when nothing is left.</param>
    public sealed record Removed(string? Left = null) : PodEvent;
}
