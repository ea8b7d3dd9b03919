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
        PodEvent.InfraObserved observed => OnInfraObserved(state, observed.Container),
        PodEvent.ServiceObserved observed => OnServiceObserved(state, observed),
        PodEvent.StartRefused refused => OnStartRefused(state, refused),
        PodEvent.KillRequested kill => OnKillRequested(state, kill),
        PodEvent.HealthChecked health => OnHealthChecked(state, health),
        PodEvent.CheckChanged check => OnCheckChanged(state, check),
        PodEvent.LaunchTimedOut timeout => OnLaunchTimedOut(state, timeout),
        PodEvent.GraceExpired => OnGraceExpired(state),
        PodEvent.Broken broken => OnBroken(state, broken.Message),
        PodEvent.Removed removed => OnRemoved(state, removed.Left),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "The lifecycle does not know this event."),
    };

    private static Transition OnLaunched(PodState state) =>
        new(state, [new PodEffect.Announce(TaskState.Starting, "The pod is being prepared."), new PodEffect.Prepare()]);

    private static Transition OnPrepared(PodState state, PodEvent.Prepared prepared)
    {
        var known = state with
        {
            PreparationRuns = false,
            Spec = prepared.Spec,
            Services = prepared.Spec.Services.ToImmutableSortedDictionary(service => service.Key, _ => ServiceState.Initial),
        };
        if (known.Phase != PodPhase.Preparing)
            return Continue(known);

        if (ImpossibleCondition(prepared.Spec) is { } impossible)
            return Decide(known, impossible);
        var starting = known with { Phase = PodPhase.Starting };
        return prepared.Spec.HasInfra ? new Transition(starting, [new PodEffect.StartInfra()]) : Continue(starting);
    }

    private static Transition OnPreparationEnded(PodState state, PodEvent.PreparationEnded ended) =>
        Decide(state with { PreparationRuns = false }, new PodOutcome(TaskState.Failed, ended.Message, ended.Reason));

    private static Transition OnInfraObserved(PodState state, ContainerSnapshot infra) => infra.State switch
    {
        ContainerState.Running => Continue(state with { InfraRunning = true }),
        ContainerState.Created => Transition.None(state),
        _ => Decide(state with { InfraRunning = false }, new PodOutcome(
            TaskState.Failed,
            infra.State == ContainerState.Gone
                ? "The pod's infra container, which holds its network, was removed by somebody else."
                : $"The pod's infra container, which holds its network, ended with exit code {infra.ExitCode}{Explained(infra)}.")),
    };

    private static Transition OnServiceObserved(PodState state, PodEvent.ServiceObserved observed)
    {
        // What is seen while everything is removed says nothing new, and an observation can be older than what is known
        // already: a service that ended stays ended.
        if (state.Phase is PodPhase.Removing or PodPhase.Done
            || !state.Services.TryGetValue(observed.Service, out var before)
            || before.Phase == ServicePhase.Ended)
            return Transition.None(state);

        var container = observed.Container;
        var after = container.State switch
        {
            ContainerState.Created => before,
            ContainerState.Running => before with { Phase = ServicePhase.Running, Health = container.Health },
            ContainerState.Exited => before with { Phase = ServicePhase.Ended, ExitCode = container.ExitCode },
            _ => before with { Phase = ServicePhase.Ended, ExitCode = null },
        };
        var known = state with { Services = state.Services.SetItem(observed.Service, after) };
        return (EndedBadly(observed.Service, after, container) ?? StartedBadly(known, observed.Service, container)) is { } outcome
            ? Decide(known, outcome)
            : Continue(known);
    }

    private static Transition OnStartRefused(PodState state, PodEvent.StartRefused refused)
    {
        var known = refused.Service is { } service && state.Services.TryGetValue(service, out var before)
            ? state with { Services = state.Services.SetItem(service, before with { Phase = ServicePhase.Ended }) }
            : state;
        var what = refused.Service is null ? "The pod's infra container, which publishes its ports," : $"Service '{refused.Service}'";
        return Decide(known, new PodOutcome(
            TaskState.Failed, $"{what} could not be started: {refused.Message}", TaskReason.ContainerLaunchFailed));
    }

    private static Transition OnLaunchTimedOut(PodState state, PodEvent.LaunchTimedOut timeout)
    {
        if (state.Phase is not (PodPhase.Preparing or PodPhase.Starting))
            return Transition.None(state);

        var waiting = state.Spec is null ? timeout.Preparing : string.Join("; ", WhatIsMissing(state));
        return Decide(state, new PodOutcome(
            TaskState.Failed,
            $"The pod did not run within {timeout.Limit.TotalSeconds:0.###} s (launchtask.timeout): {waiting}.",
            TaskReason.ContainerLaunchFailed,
            state.Services.FirstOrDefault(service => service.Value is { Phase: ServicePhase.Running, Health: not ContainerHealth.None and not ContainerHealth.Healthy }).Key));
    }

    // Whatever it was that failed is over, so nothing is to be waited for: not a preparation, and not a removal either.
    private static Transition OnBroken(PodState state, string message) => state.Phase == PodPhase.Removing
        ? OnRemoved(state, message)
        : Decide(state with { PreparationRuns = false }, new PodOutcome(TaskState.Failed, message));

    private static PodOutcome? EndedBadly(string service, ServiceState state, ContainerSnapshot container) => state switch
    {
        { Phase: ServicePhase.Ended, ExitCode: null } => new PodOutcome(
            TaskState.Failed, $"The container of service '{service}' was removed by somebody else.", Service: service),
        { Phase: ServicePhase.Ended, ExitCode: not 0 } when container.OutOfMemory => new PodOutcome(
            TaskState.Failed,
            $"Service '{service}' ran out of memory and was killed (exit code {container.ExitCode}). Give it, or the task, more memory.",
            TaskReason.ContainerLimitationMemory,
            service),
        { Phase: ServicePhase.Ended, ExitCode: not 0 } => new PodOutcome(
            TaskState.Failed, $"Service '{service}' ended with exit code {container.ExitCode}{Explained(container)}.", Service: service),
        _ => null,
    };

    // Docker calls a container unhealthy only after its start period and all its retries: waiting on would change nothing.
    private static PodOutcome? StartedBadly(PodState state, string service, ContainerSnapshot container) =>
        state.Phase == PodPhase.Starting && container is { State: ContainerState.Running, Health: ContainerHealth.Unhealthy }
            ? new PodOutcome(
                TaskState.Failed,
                $"Service '{service}' became unhealthy before the pod ran. Its last health check {(container.HealthOutput.Length > 0 ? $"said: {container.HealthOutput}" : "said nothing.")}",
                TaskReason.ContainerLaunchFailed,
                service,
                Unhealthy: true)
            : null;

    // What the numbers mean by the shells' convention, which Docker follows: 128 and the signal's number.
    private static string Explained(ContainerSnapshot container) => container switch
    {
        { Error.Length: > 0 } => $" ({container.Error})",
        { ExitCode: 126 } => " (its command is not executable)",
        { ExitCode: 127 } => " (its command was not found)",
        { ExitCode: 137 } => " (killed by SIGKILL)",
        { ExitCode: 139 } => " (crashed: SIGSEGV)",
        { ExitCode: 143 } => " (ended by SIGTERM)",
        _ => "",
    };
}
