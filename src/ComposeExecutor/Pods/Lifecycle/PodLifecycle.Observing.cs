using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

// What a look at a service's container means. A container lives as many runs as it is started times; what is seen of a run that
// has ended already is no news.
public static partial class PodLifecycle
{
    private static Transition OnServiceObserved(PodState state, PodEvent.ServiceObserved observed)
    {
        // What is seen while everything is removed says nothing new, and an observation can be older than what is known
        // already: a service that ended for good stays ended.
        if (state.Phase is PodPhase.Removing or PodPhase.Done
            || !state.Services.TryGetValue(observed.Service, out var before)
            || before.Phase == ServicePhase.Ended)
            return Transition.None(state);

        var container = observed.Container;
        if (container.State == ContainerState.Gone)
            return OnGone(state, observed.Service);
        if (container.State == ContainerState.Created || (container.Run.Length > 0 && before.EndedRuns.Contains(container.Run)))
            return Transition.None(state);
        return container.State == ContainerState.Running ? OnRuns(state, observed.Service, container) : OnRunEnded(state, observed);
    }

    // There is nothing left that could be started again.
    private static Transition OnGone(PodState state, string name) => Decide(
        state.With(name, state.Services[name].AfterRun(ServicePhase.Ended, exitCode: null)),
        new PodOutcome(TaskState.Failed, $"The container of service '{name}' was removed by somebody else.", Service: name));

    private static Transition OnRuns(PodState state, string name, ContainerSnapshot container)
    {
        var spec = state.Spec!.Services[name];
        var before = state.Services[name];
        var replaced = before.Phase == ServicePhase.Running && before.Run.Length > 0 && container.Run.Length > 0 && before.Run != container.Run;
        var isNew = replaced || before.Phase != ServicePhase.Running;
        var after = (replaced ? before.AfterRun(ServicePhase.Running, before.ExitCode) : before).InRun(container.Run) with
        {
            Phase = ServicePhase.Running,
            Health = container.Health,
            HealthOutput = container.Health == ContainerHealth.Unhealthy ? container.HealthOutput : "",
            Paused = container.Paused,
            IsReady = isNew ? !spec.HasPostStart : before.IsReady,
            // Somebody else was faster: the timer was for a run that is over.
            Timer = replaced || before.Phase == ServicePhase.BackingOff ? 0 : before.Timer,
        };
        var known = state.With(name, after);
        if (state.Phase is not (PodPhase.Starting or PodPhase.Running) || after.Stop != StopStage.None)
            return Continue(known);

        var transition = Transition.None(known);
        if (replaced)
            transition = transition.Then(now => Tell(now, $"The container of service '{name}' was restarted by somebody else."));
        if (after.Paused != before.Paused)
            transition = transition.Then(now => Tell(now, Paused(name, container)));
        if (isNew && spec.HasPostStart)
            transition = transition.Then(now => new Transition(now, [new PodEffect.RunHook(name, HookKind.PostStart, container.Run)]));
        return transition.Then(now => WatchHealth(now, name)).Then(Continue);
    }

    // Docker calls a container unhealthy only after its start period and all its retries: while the pod starts, waiting on would
    // change nothing.
    private static Transition WatchHealth(PodState state, string name)
    {
        var service = state.Services[name];
        if (service.Health != ContainerHealth.Unhealthy)
            return Transition.None(service.HealthTimer == 0 ? state : state.With(name, service with { HealthTimer = 0 }));
        if (state.Phase == PodPhase.Starting)
            return OnFault(state, name, UnhealthyBeforeRunning(name, service));
        return service.HealthTimer == 0 && state.Spec!.Unhealthy is { Action: not UnhealthyAction.Report } rule
            ? Arm(state, name, ServiceTimer.Unhealthy, rule.After)
            : Transition.None(state);
    }

    private static Transition OnUnhealthyTooLong(PodState state, string name) =>
        OnFault(state.With(name, state.Services[name] with { HealthTimer = 0 }), name, UnhealthyTooLong(state, name));

    private static Transition OnStartRefused(PodState state, PodEvent.StartRefused refused)
    {
        if (refused.Service is not { } name)
            return Decide(state, StartRefused("The pod's infra container, which publishes its ports,", refused.Message));
        // What is seen to run has been started, whatever became of the engine's answer.
        if (!state.Services.TryGetValue(name, out var before) || before.Phase != ServicePhase.Starting)
            return Transition.None(state);

        // What has run before may run again: an engine in trouble is as good a reason to wait as a service in trouble.
        return before.Restarts > 0 && state.Phase is PodPhase.Starting or PodPhase.Running
            ? OnFailedRun(state, name, StartRefused($"Service '{name}'", refused.Message), ranFor: TimeSpan.Zero, exitCode: null)
            : Decide(
                state.With(name, before.AfterRun(ServicePhase.Ended, exitCode: null)),
                StartRefused($"Service '{name}'", refused.Message));
    }

    private static Transition OnHookEnded(PodState state, PodEvent.HookEnded ended)
    {
        var name = ended.Service;
        if (!state.Services.TryGetValue(name, out var service) || service.Run != ended.Run || service.Phase != ServicePhase.Running)
            return Transition.None(state);
        if (ended.Hook == HookKind.PreStop)
        {
            // That it failed is in the log; the service has to end all the same.
            return service.Stop == StopStage.PreStop
                ? new Transition(state.With(name, service with { Stop = StopStage.Signalled }), [new PodEffect.SignalService(name)])
                : Transition.None(state);
        }

        if (service.Stop != StopStage.None || state.Phase is not (PodPhase.Starting or PodPhase.Running))
            return Transition.None(state);
        return ended.Failure is null
            ? Continue(state.With(name, service with { IsReady = true }))
            : OnFault(state, name, new PodOutcome(TaskState.Failed, $"The post_start commands of service '{name}' failed: {ended.Failure}", Service: name));
    }

    // An update that says nothing but what happened to one service.
    private static Transition Tell(PodState state, string message) => state.Phase == PodPhase.Running
        ? new Transition(
            state with { ReportedHealth = HealthOf(state) },
            [new PodEffect.Announce(TaskState.Running, message, HealthOf(state))])
        : new Transition(state, [new PodEffect.Announce(TaskState.Starting, message)]);
}
