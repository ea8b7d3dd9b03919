using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

// From the decision that a pod ends to nothing being left of it.
public static partial class PodLifecycle
{
    // What the kernel needs to end processes that got SIGKILL, even on a busy host. What still runs then is removed by force.
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(10);

    private static Transition OnKillRequested(PodState state, PodEvent.KillRequested kill) => state.Phase switch
    {
        // A repeated kill can only shorten the grace period.
        PodPhase.Stopping => new Transition(
            state, Shorter(kill.Grace, kill.Limit) is { } shorter && !state.Killed ? [new PodEffect.ExpireGrace(shorter)] : []),
        PodPhase.Removing or PodPhase.Done => Transition.None(state),
        _ => Decide(
            state,
            new PodOutcome(
                TaskState.Killed,
                kill.Message,
                kill.Reason ?? (state.Phase == PodPhase.Running ? null : TaskReason.TaskKilledDuringLaunch)),
            kill.Grace,
            kill.Limit),
    };

    // A failure is reported before the rest is stopped: the framework can act on it while that takes its time. A pod that
    // finished or was killed is reported once its containers are gone, and with them the host ports that they held.
    private static Transition Decide(PodState state, PodOutcome outcome, TimeSpan? grace = null, TimeSpan? limit = null)
    {
        if (state.Outcome is not null)
            return Continue(state);

        var effects = ImmutableArray.CreateBuilder<PodEffect>();
        effects.Add(new PodEffect.DisarmLaunchTimeout());
        var failed = outcome.State == TaskState.Failed;
        if (failed)
            effects.Add(new PodEffect.AnnounceOutcome(outcome));
        else if (outcome.State == TaskState.Killed)
            effects.Add(new PodEffect.Announce(TaskState.Killing, outcome.Message));
        if (state.PreparationRuns)
            effects.Add(new PodEffect.CancelPreparation());
        var decided = state with
        {
            Outcome = outcome,
            OutcomeAnnounced = failed,
            Phase = PodPhase.Stopping,
            StopGrace = Shorter(grace ?? state.Spec?.StopGrace, limit),
            Services = state.Services.SetItems(state.Services.Select(service => KeyValuePair.Create(service.Key, NotAgain(service.Value)))),
        };
        if (decided.StopGrace is { } whole && decided.Services.Values.Any(service => service.IsAlive))
            effects.Add(new PodEffect.ExpireGrace(whole));
        return new Transition(decided, effects.DrainToImmutable()).Then(ContinueStopping);
    }

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private static ServiceState NotAgain(ServiceState service) => service with
    {
        Phase = service.Phase == ServicePhase.BackingOff ? ServicePhase.Ended : service.Phase,
        Recycling = null,
    };

    private static Transition ContinueStopping(PodState state)
    {
        if (state.PreparationRuns)
            return Transition.None(state);
        if (!state.Services.Values.Any(service => service.IsAlive))
            return new Transition(state with { Phase = PodPhase.Removing }, [new PodEffect.Remove(state.Outcome!)]);

        return state.Services
            .Where(service => service.Value is { IsAlive: true, Stop: StopStage.None } && !IsStillNeeded(state, service.Key))
            .Select(service => service.Key)
            .Aggregate(Transition.None(state), (transition, name) => transition.Then(now => Stop(now, name)));
    }

    // Reverse dependency order: whoever nobody alive depends on is next, all such services at the same time. Sidecars come after
    // everything else, whatever depends on what.
    private static bool IsStillNeeded(PodState state, string name)
    {
        var isSidecar = state.Spec!.Services[name].Role == ServiceRole.Sidecar;
        return state.Spec.Services.Values.Any(other =>
            state.Services[other.Name].IsAlive
            && (other.Role == ServiceRole.Sidecar
                ? isSidecar && DependsOn(other, name)
                : isSidecar || DependsOn(other, name)));
    }

    private static bool DependsOn(ServiceSpec service, string name) => service.DependsOn.Any(dependency => dependency.Service == name);

    // The first step of ending one service, be it for good or to run again. What the pod as a whole is given comes before what
    // the service asks for.
    private static Transition Stop(PodState state, string name)
    {
        var service = state.Services[name];
        var spec = state.Spec!.Services[name];
        if (state.Killed)
            return new Transition(state.With(name, service with { Stop = StopStage.Killed }), [new PodEffect.KillService(name)]);
        var hasHook = spec.HasPreStop && service.Phase == ServicePhase.Running;
        var stopping = new Transition(
            state.With(name, service with { Stop = hasHook ? StopStage.PreStop : StopStage.Signalled }),
            [hasHook ? new PodEffect.RunHook(name, HookKind.PreStop, service.Run) : new PodEffect.SignalService(name)]);
        return state.Phase == PodPhase.Stopping && state.StopGrace is not null
            ? stopping
            : stopping.Then(now => Arm(now, name, ServiceTimer.Stop, spec.StopGrace));
    }

    private static Transition OnStopExpired(PodState state, string name)
    {
        var service = state.Services[name];
        if (service.Stop != StopStage.Killed)
        {
            return new Transition(state.With(name, service with { Stop = StopStage.Killed }), [new PodEffect.KillService(name)])
                .Then(now => Arm(now, name, ServiceTimer.Stop, KillTime));
        }

        // Not even SIGKILL has ended it, or the engine does not tell: it is removed by force.
        var given = state.With(name, service.AfterRun(ServicePhase.Ended, exitCode: null));
        return Decide(given, new PodOutcome(
            TaskState.Failed,
            $"Service '{name}' was to be restarted and could not be stopped: it has not ended within {Seconds(KillTime)} of SIGKILL.",
            Service: name));
    }

    private static Transition OnGraceExpired(PodState state)
    {
        if (state.Phase != PodPhase.Stopping)
            return Transition.None(state);
        var alive = state.Services.Where(service => service.Value.IsAlive).ToImmutableArray();
        if (state.Killed)
        {
            return ContinueStopping(state with
            {
                Services = state.Services.SetItems(alive.Select(service =>
                    KeyValuePair.Create(service.Key, service.Value.AfterRun(ServicePhase.Ended, exitCode: null)))),
            });
        }

        return new Transition(
            state with
            {
                Killed = true,
                Services = state.Services.SetItems(alive.Select(service => KeyValuePair.Create(service.Key, service.Value with { Stop = StopStage.Killed, Timer = 0 }))),
            },
            [
                .. alive.Where(service => service.Value.Stop != StopStage.Killed).Select(service => new PodEffect.KillService(service.Key)),
                new PodEffect.ExpireGrace(KillTime),
            ]);
    }

    private static Transition OnRemoved(PodState state, string? left)
    {
        if (state.Phase != PodPhase.Removing)
            return Transition.None(state);
        var outcome = left is null ? state.Outcome! : state.Outcome! with { Message = $"{state.Outcome!.Message} {left}" };
        return new Transition(
            state with { Phase = PodPhase.Done, OutcomeAnnounced = true },
            state.OutcomeAnnounced ? [] : [new PodEffect.AnnounceOutcome(outcome)]);
    }
}
