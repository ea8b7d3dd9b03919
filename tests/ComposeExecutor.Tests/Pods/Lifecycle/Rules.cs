using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

/// <summary>
/// What must be true of every life of a pod, said in other words than the lifecycle says it: by what it has been told and what it has
/// wanted, and not by what it remembers.
/// </summary>
/// <param name="spec">The pod, with what its roles ask for.</param>
/// <param name="wrong">Makes the exception that tells of the life.</param>
internal sealed class Rules(PodSpec spec, Func<string, Exception> wrong)
{
    // What the lifecycle has been told.
    private readonly HashSet<string> _startedOnce = [];
    private readonly HashSet<string> _healthyOnce = [];
    private readonly HashSet<string> _gone = [];
    private readonly HashSet<(string Service, string Run)> _endedRuns = [];
    private readonly Dictionary<string, string> _run = [];
    private readonly Dictionary<string, ContainerHealth> _health = [];
    private readonly Dictionary<string, long?> _lastExit = [];
    private readonly HashSet<(string Service, string Run)> _hooked = [];
    private readonly HashSet<(string Service, int Number)> _expired = [];
    private bool _infraRan;
    private int _graceExpiries;

    // What the lifecycle has wanted.
    private readonly HashSet<string> _alive = [];
    private readonly HashSet<string> _waitsForRestart = [];
    private readonly HashSet<string> _signalled = [];
    private readonly HashSet<string> _killed = [];
    private readonly Dictionary<string, int> _policyRestarts = [];
    private readonly Dictionary<string, int> _stopTimer = [];
    private readonly HashSet<(string Service, HookKind Hook, string Run)> _hooks = [];
    private readonly HashSet<string> _stoppedBefore = [];
    private bool _ends;
    private bool _announcedRunning;
    private bool _outcomeAnnounced;
    private int _removals;

    /// <summary>Takes note of an event before the lifecycle does.</summary>
    public void Hear(PodState state, PodEvent happened)
    {
        switch (happened)
        {
            case PodEvent.InfraObserved { Container.State: ContainerState.Running }:
                _infraRan = true;
                break;
            case PodEvent.StartRefused { Service: { } service } when !IsSeenRunning(service):
                Ended(service, null);
                break;
            case PodEvent.HookEnded { Failure: null, Hook: HookKind.PostStart } hook:
                _hooked.Add((hook.Service, hook.Run));
                break;
            case PodEvent.GraceExpired when state.Phase == PodPhase.Stopping:
                // All are killed now and share one deadline: what was set for single ones is void.
                _stopTimer.Clear();
                if (++_graceExpiries > 1)
                    _alive.Clear();
                break;
            case PodEvent.TimerExpired { Timer: ServiceTimer.Stop } timer when _stopTimer.GetValueOrDefault(timer.Service) == timer.Number:
                _expired.Add((timer.Service, timer.Number));
                if (_killed.Contains(timer.Service))
                    _alive.Remove(timer.Service);
                break;
            case PodEvent.ServiceObserved observed when state.Spec is not null:
                Hear(observed.Service, observed.Container);
                break;
        }
    }

    /// <summary>Judges what an event has made of the pod.</summary>
    public void Judge(PodState before, PodState after, ImmutableArray<PodEffect> effects)
    {
        Require(after.Phase >= before.Phase, $"went back from {before.Phase} to {after.Phase}");
        if (before.Phase == PodPhase.Done)
            Require(effects.IsEmpty && after.Phase == PodPhase.Done, "does something although it is done");
        Require(before.Outcome is null || before.Outcome == after.Outcome, "the outcome was decided twice");
        _ends = after.Outcome is not null;
        // One that backs off has ended with the pod's end; one that waits to be started again runs if somebody else starts it, and is stopped then.
        if (_ends)
            _waitsForRestart.RemoveWhere(service => after.Services[service].Phase == ServicePhase.Ended);
    }

    /// <summary>Judges one thing that is to be done.</summary>
    public void Judge(PodState before, PodState after, PodEffect effect)
    {
        var ends = after.Outcome is not null;
        switch (effect)
        {
            case PodEffect.Announce announce:
                Require(!_outcomeAnnounced, "something was announced after the outcome");
                Require(announce.State is TaskState.Starting or TaskState.Running or TaskState.Killing, "a terminal state was announced in passing");
                if (announce.State == TaskState.Running)
                    JudgeRunning(before.Outcome is not null);
                else if (announce.State == TaskState.Starting)
                    Require(!_announcedRunning, "starting was announced of a pod that ran");
                break;
            case PodEffect.AnnounceOutcome announce:
                JudgeEnd(announce.Outcome, after.Outcome!);
                break;
            case PodEffect.CancelPreparation:
                Require(before.PreparationRuns && before.Outcome is null, "a preparation was called off that does not run");
                break;
            case PodEffect.StartInfra:
                Require(!after.PreparationRuns && !ends, "the infra container was started at the wrong time");
                break;
            case PodEffect.StartService start:
                JudgeStart(start.Service, ends);
                break;
            case PodEffect.SignalService signal:
                JudgeSignal(signal.Service, ends);
                break;
            case PodEffect.KillService kill:
                Require(_alive.Contains(kill.Service), $"{kill.Service} was killed although it does not run");
                Require(_killed.Add(kill.Service), $"{kill.Service} was killed twice");
                Require(
                    (ends && _graceExpiries == 1) || _expired.Contains((kill.Service, _stopTimer.GetValueOrDefault(kill.Service))),
                    $"{kill.Service} was killed before its time was over");
                break;
            case PodEffect.RunHook hook:
                Require(_alive.Contains(hook.Service) && _run.GetValueOrDefault(hook.Service) == hook.Run, $"{hook} although that does not run");
                Require(_hooks.Add((hook.Service, hook.Hook, hook.Run)), $"{hook} twice");
                Require(hook.Hook == HookKind.PreStop || !ends, $"{hook} although the pod ends");
                Require(!_signalled.Contains(hook.Service), $"{hook} after its signal");
                if (hook.Hook == HookKind.PreStop && !ends)
                    _stoppedBefore.Add(hook.Service);
                break;
            case PodEffect.SetTimer timer:
                JudgeTimer(timer);
                break;
            case PodEffect.ExpireGrace:
                Require(after.Phase >= PodPhase.Stopping, "a grace period began although the pod does not stop");
                break;
            case PodEffect.Remove remove:
                Require(!after.PreparationRuns, "the pod was removed while it was being prepared");
                Require(_alive.Count == 0, "the pod was removed while a service ran");
                Require(remove.Outcome == after.Outcome, "the pod was removed for another outcome than was decided");
                if (_removals++ == 0 && remove.Outcome.State == TaskState.Finished)
                {
                    Require(!spec.IsService, "a service was finished");
                    Require(spec.Services.Values.All(service => service.Role != ServiceRole.Main || _lastExit.GetValueOrDefault(service.Name, -1) == 0), "the pod was finished before its services had ended well");
                }

                break;
        }
    }

    /// <summary>Judges a life that is over.</summary>
    public void RequireDone()
    {
        Require(_outcomeAnnounced, "the pod is done without its outcome having been announced");
        Require(_removals == 1, $"the pod was removed {_removals} times");
    }

    private void Hear(string service, ContainerSnapshot container)
    {
        if (container.State == ContainerState.Gone)
        {
            _gone.Add(service);
            Ended(service, null);
            return;
        }

        if (_gone.Contains(service) || container.State == ContainerState.Created || _endedRuns.Contains((service, container.Run)))
            return;
        // What was sent to a run that somebody else has ended has not reached this one.
        if (_run.TryGetValue(service, out var last) && last != container.Run && _endedRuns.Add((service, last)))
            Forget(service);

        _run[service] = container.Run;
        if (container.State == ContainerState.Exited)
        {
            _endedRuns.Add((service, container.Run));
            Ended(service, container.ExitCode);
            return;
        }

        // A service that somebody else has started is one as well, unless it was done.
        if (_waitsForRestart.Remove(service))
            _alive.Add(service);
        _startedOnce.Add(service);
        _health[service] = container.Health;
        if (container.Health == ContainerHealth.Healthy)
            _healthyOnce.Add(service);
    }

    private bool IsSeenRunning(string service) => _run.TryGetValue(service, out var run) && !_endedRuns.Contains((service, run));

    private void Ended(string service, long? exitCode)
    {
        if (_signalled.Contains(service) && !_ends)
            _waitsForRestart.Add(service);
        // Whatever others do with a container that has ended for good says nothing of how the service ended.
        if (_alive.Remove(service) || !_lastExit.ContainsKey(service))
            _lastExit[service] = exitCode;
        _health.Remove(service);
        Forget(service);
    }

    private void Forget(string service)
    {
        _signalled.Remove(service);
        _killed.Remove(service);
        _stopTimer.Remove(service);
    }

    private void JudgeRunning(bool ends)
    {
        Require(!ends, "running was announced of a pod that ends");
        if (_announcedRunning)
            return;
        _announcedRunning = true;
        foreach (var service in spec.Services.Values)
        {
            var isDone = !_alive.Contains(service.Name) && _lastExit.GetValueOrDefault(service.Name) == 0;
            var isUp = _alive.Contains(service.Name) && _run.TryGetValue(service.Name, out var run)
                && !_endedRuns.Contains((service.Name, run))
                && (!service.HasHealthCheck || _health.GetValueOrDefault(service.Name) == ContainerHealth.Healthy)
                && (!service.HasPostStart || _hooked.Contains((service.Name, run)));
            Require(isDone || isUp, $"running was announced although {service.Name} does not run");
        }
    }

    private void JudgeEnd(PodOutcome announced, PodOutcome decided)
    {
        Require(!_outcomeAnnounced, "the outcome was announced twice");
        Require(announced.State == decided.State, "another outcome was announced than was decided");
        if (decided.State == TaskState.Failed)
            Require(_removals == 0, "the pod was removed before its failure was announced");
        else
            Require(_removals == 1, "the end was announced before the pod was removed");
        _outcomeAnnounced = true;
    }

    private void JudgeStart(string name, bool ends)
    {
        Require(!ends, $"{name} was started although the pod ends");
        Require(_infraRan, $"{name} was started before the infra container ran");
        Require(!_gone.Contains(name), $"{name} was started although it is gone");
        Require(_alive.Add(name), $"{name} was started although it runs");
        _signalled.Remove(name);
        _killed.Remove(name);
        if (!_startedOnce.Contains(name) && !_waitsForRestart.Contains(name))
        {
            foreach (var dependency in spec.Services[name].DependsOn)
                Require(IsMet(dependency), $"{name} was started before {dependency} was met");
        }

        _waitsForRestart.Remove(name);
    }

    private void JudgeSignal(string name, bool ends)
    {
        var service = spec.Services[name];
        Require(_alive.Contains(name), $"{name} was signalled although it does not run");
        Require(_signalled.Add(name), $"{name} was signalled twice");
        if (!ends)
        {
            Require(
                service.Restart.Condition != RestartCondition.Never || service.DependsOn.Any(dependency => dependency.Restart),
                $"{name} was signalled although neither it can be restarted nor the pod ends");
            return;
        }

        foreach (var other in spec.Services.Values.Where(other => _alive.Contains(other.Name)))
        {
            Require(service.Role != ServiceRole.Sidecar || other.Role == ServiceRole.Sidecar || _stoppedBefore.Contains(name), $"{name} was signalled before {other.Name} had ended");
            if (service.Role == ServiceRole.Sidecar == (other.Role == ServiceRole.Sidecar) && other.DependsOn.Any(dependency => dependency.Service == name))
                Require(_stoppedBefore.Contains(name), $"{name} was signalled before {other.Name}, which depends on it, had ended");
        }
    }

    private void JudgeTimer(PodEffect.SetTimer timer)
    {
        if (timer.Timer == ServiceTimer.Stop)
        {
            _stopTimer[timer.Service] = timer.Number;
            return;
        }

        if (timer.Timer != ServiceTimer.Restart)
            return;
        var policy = spec.Services[timer.Service].Restart;
        var restarts = _policyRestarts[timer.Service] = _policyRestarts.GetValueOrDefault(timer.Service) + 1;
        Require(policy.Condition != RestartCondition.Never, $"{timer.Service} is restarted although it is not to be");
        Require(policy.MaxAttempts is not { } most || policy.Window is not null || restarts <= most, $"{timer.Service} is restarted {restarts} times, more often than its policy allows");
        Require(timer.After == policy.Delay || (policy.Delay is null && timer.After >= spec.Restarts.First && timer.After <= spec.Restarts.Longest), $"{timer.Service} is restarted after {timer.After}");
        Require(!_alive.Contains(timer.Service), $"{timer.Service} is to be restarted although it runs");
        _waitsForRestart.Add(timer.Service);
    }

    // Whether a condition was met at some time.
    private bool IsMet(Dependency dependency) => dependency switch
    {
        { Required: false } when !spec.Services.ContainsKey(dependency.Service) => true,
        { Condition: DependencyCondition.Started } => _startedOnce.Contains(dependency.Service) || _lastExit.ContainsKey(dependency.Service),
        { Condition: DependencyCondition.CompletedSuccessfully } => _lastExit.GetValueOrDefault(dependency.Service, -1) == 0,
        { Required: true } => _healthyOnce.Contains(dependency.Service),
        _ => _healthyOnce.Contains(dependency.Service) || _lastExit.ContainsKey(dependency.Service)
            || (_startedOnce.Contains(dependency.Service) && !spec.Services[dependency.Service].HasHealthCheck),
    };

    private void Require(bool condition, string what)
    {
        if (!condition)
            throw wrong(what);
    }
}
