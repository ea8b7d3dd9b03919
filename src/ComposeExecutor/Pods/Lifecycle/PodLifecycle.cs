using System.Collections.Immutable;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>
/// The life of a pod as a pure function: what is true after an event, and what is to be done about it. It has no clock and
/// does nothing itself, so every life a pod can have is a list of events.
/// </summary>
public static partial class PodLifecycle
{
    /// <summary>Takes one event into account.</summary>
    /// <param name="state">The pod before it.</param>
    /// <param name="happened">What happened.</param>
    public static Transition Next(PodState state, PodEvent happened) => happened switch
    {
        PodEvent.Launched => OnLaunched(state),
        PodEvent.Prepared prepared => OnPrepared(state, prepared),
        PodEvent.PreparationEnded ended => OnPreparationEnded(state, ended),
        PodEvent.InfraObserved observed => OnInfraObserved(state, observed),
        PodEvent.ServiceObserved observed => OnServiceObserved(state, observed),
        PodEvent.StartRefused refused => OnStartRefused(state, refused),
        PodEvent.HookEnded ended => OnHookEnded(state, ended),
        PodEvent.KillRequested kill => OnKillRequested(state, kill),
        PodEvent.HealthChecked health => OnHealthChecked(state, health),
        PodEvent.CheckChanged check => OnCheckChanged(state, check),
        PodEvent.Condemned condemned => OnCondemned(state, condemned.Outcome),
        PodEvent.LaunchTimedOut timeout => OnLaunchTimedOut(state, timeout),
        PodEvent.TimerExpired expired => OnTimerExpired(state, expired),
        PodEvent.GraceExpired => OnGraceExpired(state),
        PodEvent.Broken broken => OnBroken(state, broken.Message),
        PodEvent.Removed removed => OnRemoved(state, removed.Left),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "The lifecycle does not know this event."),
    };

    private static Transition OnLaunched(PodState state) =>
        new(state, [new PodEffect.Announce(TaskState.Starting, "The pod is being prepared."), new PodEffect.Prepare()]);

    private static Transition OnPrepared(PodState state, PodEvent.Prepared prepared)
    {
        var spec = RoleOrder.Apply(prepared.Spec);
        var known = state with
        {
            PreparationRuns = false,
            Spec = spec,
            Services = prepared.Spec.Services.ToImmutableSortedDictionary(service => service.Key, _ => ServiceState.Initial),
        };
        if (known.Phase != PodPhase.Preparing)
            return Continue(known);

        if ((RoleOrder.Contradiction(prepared.Spec) ?? ImpossibleCondition(spec)) is { } impossible)
            return Decide(known, impossible);
        var starting = known with { Phase = PodPhase.Starting };
        return spec.HasInfra ? new Transition(starting, [new PodEffect.StartInfra()]) : Continue(starting);
    }

    private static Transition OnPreparationEnded(PodState state, PodEvent.PreparationEnded ended) =>
        Decide(state with { PreparationRuns = false }, new PodOutcome(TaskState.Failed, ended.Message, ended.Reason));

    private static Transition OnInfraObserved(PodState state, PodEvent.InfraObserved observed) => observed.Container.State switch
    {
        ContainerState.Running => Continue(state with { InfraRunning = true }),
        ContainerState.Created => Transition.None(state),
        _ => Decide(state with { InfraRunning = false }, InfraEnded(observed.Container, observed.PodMemory)),
    };

    // What has only now been found does not change an end that is decided, and nothing is decided before there is a pod to fail.
    private static Transition OnCondemned(PodState state, PodOutcome outcome) =>
        state.Phase is PodPhase.Stopping or PodPhase.Removing or PodPhase.Done ? Transition.None(state) : Decide(state, outcome);

    private static Transition OnLaunchTimedOut(PodState state, PodEvent.LaunchTimedOut timeout)
    {
        if (state.Phase is not (PodPhase.Preparing or PodPhase.Starting))
            return Transition.None(state);

        var waiting = state.Spec is null ? timeout.Preparing : string.Join("; ", WhatIsMissing(state));
        return Decide(state, new PodOutcome(
            TaskState.Failed,
            $"The pod did not run within {Seconds(timeout.Limit)} (launchtask.timeout): {waiting}.",
            TaskReason.ContainerLaunchFailed,
            WhoIsWaitedFor(state)));
    }

    // Whatever it was that failed is over, so nothing is to be waited for: not a preparation, and not a removal either.
    private static Transition OnBroken(PodState state, string message) => state.Phase == PodPhase.Removing
        ? OnRemoved(state, message)
        : Decide(state with { PreparationRuns = false }, new PodOutcome(TaskState.Failed, message));

    private static Transition OnTimerExpired(PodState state, PodEvent.TimerExpired expired)
    {
        if (!state.Services.TryGetValue(expired.Service, out var service))
            return Transition.None(state);
        return expired.Timer switch
        {
            ServiceTimer.Restart when expired.Number == service.Timer && service.Phase == ServicePhase.BackingOff => StartAll(state, [expired.Service]),
            ServiceTimer.Stop when expired.Number == service.Timer && service.IsAlive => OnStopExpired(state, expired.Service),
            ServiceTimer.Unhealthy when expired.Number == service.HealthTimer && state.Phase == PodPhase.Running => OnUnhealthyTooLong(state, expired.Service),
            _ => Transition.None(state),
        };
    }

    // A timer is never called off: one whose number no longer counts is ignored when it expires.
    private static Transition Arm(PodState state, string name, ServiceTimer timer, TimeSpan after)
    {
        var number = state.Timers + 1;
        var service = state.Services[name];
        var armed = timer == ServiceTimer.Unhealthy ? service with { HealthTimer = number } : service with { Timer = number };
        return new Transition(state.With(name, armed) with { Timers = number }, [new PodEffect.SetTimer(name, timer, number, after)]);
    }

    // Looks at the whole pod anew and does the next thing, whatever the event was that changed something.
    private static Transition Continue(PodState state) => state.Phase switch
    {
        PodPhase.Starting or PodPhase.Running => ContinueLiving(state),
        PodPhase.Stopping => ContinueStopping(state),
        _ => Transition.None(state),
    };
}
