using System.Collections.Immutable;
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
        PodPhase.Stopping => new Transition(state, kill.Grace is { } shorter && !state.Killed ? [new PodEffect.ExpireGrace(shorter)] : []),
        PodPhase.Removing or PodPhase.Done => Transition.None(state),
        _ => Decide(
            state,
            new PodOutcome(
                TaskState.Killed,
                kill.Message,
                kill.Reason ?? (state.Phase == PodPhase.Running ? null : TaskReason.TaskKilledDuringLaunch)),
            kill.Grace),
    };

    // A failure is reported before the rest is stopped: the framework can act on it while that takes its time. A pod that
    // finished or was killed is reported once its containers are gone, and with them the host ports that they held.
    private static Transition Decide(PodState state, PodOutcome outcome, TimeSpan? grace = null)
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
        var decided = state with { Outcome = outcome, OutcomeAnnounced = failed, Phase = PodPhase.Stopping };
        if (decided.Services.Values.Any(service => service.IsAlive))
            effects.Add(new PodEffect.ExpireGrace(grace ?? state.Spec!.StopGrace ?? LongestGrace(state)));
        return new Transition(decided, effects.DrainToImmutable()).Then(ContinueStopping);
    }

    private static TimeSpan LongestGrace(PodState state) =>
        state.Spec!.Services.Values.Where(service => state.Services[service.Name].IsAlive).Max(service => service.StopGrace);

    private static Transition ContinueStopping(PodState state)
    {
        if (state.PreparationRuns)
            return Transition.None(state);
        if (!state.Services.Values.Any(service => service.IsAlive))
            return new Transition(state with { Phase = PodPhase.Removing }, [new PodEffect.Remove(state.Outcome!)]);

        // Reverse dependency order: whoever nobody alive depends on is next, all such services at the same time.
        var next = state.Services
            .Where(service => service.Value is { IsAlive: true, Signalled: false } && !HasLivingDependant(state, service.Key))
            .Select(service => service.Key)
            .ToImmutableArray();
        return new Transition(
            state with
            {
                Services = state.Services.SetItems(next.Select(name => KeyValuePair.Create(name, state.Services[name] with { Signalled = true }))),
            },
            [.. next.Select(name => new PodEffect.SignalService(name))]);
    }

    private static bool HasLivingDependant(PodState state, string name) =>
        state.Spec!.Services.Values.Any(service =>
            state.Services[service.Name].IsAlive && service.DependsOn.Any(dependency => dependency.Service == name));

    private static Transition OnGraceExpired(PodState state)
    {
        if (state.Phase != PodPhase.Stopping)
            return Transition.None(state);
        var alive = state.Services.Where(service => service.Value.IsAlive).Select(service => service.Key).ToImmutableArray();
        if (state.Killed)
        {
            // Not even SIGKILL has ended them, or the engine does not tell: what can be removed is removed by force.
            return ContinueStopping(state with
            {
                Services = state.Services.SetItems(alive.Select(name => KeyValuePair.Create(name, state.Services[name] with { Phase = ServicePhase.Ended }))),
            });
        }

        return new Transition(
            state with { Killed = true },
            [.. alive.Select(name => new PodEffect.KillService(name)), new PodEffect.ExpireGrace(KillTime)]);
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
