using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Pods.Lifecycle;

// What follows the end of a run: the service has ended, the pod fails, or the service runs again.
public static partial class PodLifecycle
{
    private static Transition OnRunEnded(PodState state, PodEvent.ServiceObserved observed)
    {
        var (name, container) = (observed.Service, observed.Container);
        var before = state.Services[name].InRun(container.Run);
        var known = state.With(name, before);
        if (state.Phase == PodPhase.Stopping)
            return Continue(known.With(name, before.AfterRun(ServicePhase.Ended, container.ExitCode)));

        // Somebody else has started it and it has ended again: its own restart comes in its time.
        if (before.Phase == ServicePhase.BackingOff)
            return Transition.None(known.With(name, before.AfterRun(ServicePhase.BackingOff, container.ExitCode) with { Timer = before.Timer }));
        if (before.Recycling is { Failure: null } recycling)
            return OnRecycled(known, name, recycling, container.ExitCode);

        var failure = before.Recycling?.Failure ?? EndedBadly(name, container, observed.PodMemory);
        if (failure is not null)
            return OnFailedRun(known, name, failure, container.RanFor, container.ExitCode);
        var spec = state.Spec!.Services[name];
        return spec.Restart.Condition == RestartCondition.Always && spec.Role != ServiceRole.Init
            ? OnWellEndedRun(known, name, container.RanFor)
            : Continue(known.With(name, before.AfterRun(ServicePhase.Ended, container.ExitCode)));
    }

    // A service that its dependency's restart has stopped: it starts anew as soon as its conditions are met, and none of that
    // counts for its own policy.
    private static Transition OnRecycled(PodState state, string name, Recycling recycling, long exitCode)
    {
        var before = state.Services[name];
        var after = before.AfterRun(ServicePhase.Waiting, exitCode) with { Restarts = before.Restarts + 1 };
        return Tell(state.With(name, after), $"{recycling.Why}; it is restarted too (restart {after.Restarts}).").Then(Continue);
    }

    private static Transition OnFailedRun(PodState state, string name, PodOutcome failure, TimeSpan ranFor, long? exitCode)
    {
        var policy = state.Spec!.Services[name].Restart;
        var service = Counted(state, name, ranFor);
        var ended = state.With(name, service.AfterRun(ServicePhase.Ended, exitCode));
        if (policy.Condition == RestartCondition.Never)
            return Decide(ended, failure);
        if (policy.MaxAttempts <= service.Attempts)
            return Decide(ended, failure with { Message = $"{failure.Message} It was restarted {Times(service.Attempts)}, as often as its restart policy allows ({policy})." });
        return BackOff(state, name, service, exitCode, failure.Message.TrimEnd('.'));
    }

    private static Transition OnWellEndedRun(PodState state, string name, TimeSpan ranFor)
    {
        var policy = state.Spec!.Services[name].Restart;
        var service = Counted(state, name, ranFor);
        return policy.MaxAttempts <= service.Attempts
            ? Continue(state.With(name, service.AfterRun(ServicePhase.Ended, 0)))
            : BackOff(state, name, service, 0, $"Service '{name}' ended with exit code 0");
    }

    private static Transition BackOff(PodState state, string name, ServiceState service, long? exitCode, string why)
    {
        var pause = state.Spec!.Services[name].Restart.Delay ?? state.Spec.Restarts.After(service.Streak);
        var after = service.AfterRun(ServicePhase.BackingOff, exitCode) with
        {
            Restarts = service.Restarts + 1,
            Attempts = service.Attempts + 1,
            Streak = service.Streak + 1,
        };
        return Arm(state.With(name, after), name, ServiceTimer.Restart, pause)
            .Then(now => Tell(now, $"{why}. It is restarted in {Seconds(pause)} (restart {after.Restarts})."))
            .Then(Continue);
    }

    // A run that was long enough makes the restarts before it forgotten.
    private static ServiceState Counted(PodState state, string name, TimeSpan ranFor)
    {
        var service = state.Services[name];
        return service with
        {
            Attempts = state.Spec!.Services[name].Restart.Window is { } window && ranFor >= window ? 0 : service.Attempts,
            Streak = ranFor >= state.Spec.Restarts.Reset ? 0 : service.Streak,
        };
    }

    // A service that runs and has failed all the same: its policy decides, once it has ended.
    private static Transition OnFault(PodState state, string name, PodOutcome outcome)
    {
        if (state.Services[name].Recycling is not null)
            return Transition.None(state);
        var restarts = state.Spec!.Services[name].Restart.Condition != RestartCondition.Never
            && (!outcome.Unhealthy || state.Spec.Unhealthy.Action == UnhealthyAction.Restart);
        return restarts ? Recycle(state, name, new Recycling(outcome.Message.TrimEnd('.'), outcome)) : Decide(state, outcome);
    }

    private static Transition Recycle(PodState state, string name, Recycling recycling) =>
        Stop(state.With(name, state.Services[name] with { Recycling = recycling, HealthTimer = 0 }), name);

    // Whoever asks for it (depends_on.restart) is restarted together with what it depends on.
    private static Transition RecycleDependants(PodState state, string name)
    {
        var dependants =
            from spec in state.Spec!.Services.Values
            where spec.DependsOn.Any(dependency => dependency.Service == name && dependency.Restart)
            where state.Services[spec.Name] is { IsAlive: true, Stop: StopStage.None }
            select spec.Name;
        return dependants.Aggregate(Transition.None(state), (transition, dependant) => transition.Then(now =>
            Recycle(now, dependant, new Recycling($"Service '{dependant}' depends on '{name}', which is restarted", Failure: null))));
    }
}
