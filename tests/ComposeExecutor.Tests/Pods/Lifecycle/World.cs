using System.Globalization;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

/// <summary>
/// An engine, an agent and a clock in small, which answer what the lifecycle wants done: late, in any order, more than once
/// and often badly. They check on the way that nothing is wanted that must not be.
/// </summary>
internal sealed class World
{
    private readonly Random _random;
    private readonly PodSpec _spec;
    private readonly List<string> _story = [];

    // What is, whether or not the lifecycle has seen it.
    private readonly Dictionary<string, ContainerSnapshot> _containers;
    private readonly HashSet<string> _startsUnderWay = [];
    private readonly HashSet<string> _killed = [];
    private ContainerSnapshot _infra = Life.Container(ContainerState.Created);
    private bool _infraStartUnderWay;
    private bool _preparationRuns;
    private bool _removalRuns;
    private bool _launchTimer = true;
    private bool _graceTimer;

    // What the lifecycle has been told.
    private readonly List<PodEvent> _told = [];
    private readonly HashSet<string> _seenRunning = [];
    private readonly HashSet<string> _seenHealthy = [];
    private readonly Dictionary<string, long?> _seenEnded = [];
    private bool _infraSeenRunning;

    // What the lifecycle has wanted.
    private readonly HashSet<string> _started = [];
    private readonly HashSet<string> _signalled = [];
    private PodOutcome? _outcome;
    private bool _outcomeAnnounced;
    private bool _cancelled;
    private int _graceExpiries;
    private int _removals;

    public World(PodSpec spec, int seed)
    {
        _spec = spec;
        _random = new Random(seed);
        _containers = spec.Services.Keys.ToDictionary(name => name, _ => Life.Container(ContainerState.Created));
    }

    public PodState State { get; private set; } = PodState.Initial;

    public PodOutcome Outcome => _outcome ?? throw Wrong("no outcome");

    /// <summary>Lives a whole life: anything may happen for a while, then the world only answers until the pod is done.</summary>
    public void Live(int eventfulSteps)
    {
        Tell(new PodEvent.Launched());
        for (var step = 0; step < eventfulSteps; step++)
        {
            if (Pick([.. Answers(), .. Incidents()]) is { } happens)
                happens();
        }

        var patience = 20 + (20 * _spec.Services.Count);
        while (State.Phase != PodPhase.Done)
        {
            if (patience-- == 0)
                throw Wrong("the pod does not end although the world answers");
            (Pick([.. Answers()]) ?? Pick([.. LastResorts()]) ?? throw Wrong("the pod waits for nothing"))();
        }

        Require(_outcomeAnnounced, "the pod is done without its outcome having been announced");
        Require(_removals == 1, $"the pod was removed {_removals} times");
        foreach (var late in _told.Where(told => told is not PodEvent.Launched).TakeLast(10).ToList())
            Tell(late, old: true);
    }

    private Action? Pick(List<Action> possible) => possible.Count == 0 ? null : possible[_random.Next(possible.Count)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    // What the lifecycle has asked for and is bound to hear of.
    private IEnumerable<Action> Answers()
    {
        if (_preparationRuns)
            yield return EndPreparation;
        if (_infraStartUnderWay)
            yield return StartInfra;
        foreach (var name in _startsUnderWay)
            yield return () => Start(name);
        foreach (var (name, container) in _containers.Where(entry => entry.Value.State == ContainerState.Running))
        {
            if (_killed.Contains(name) || (_signalled.Contains(name) && !Stubborn(name)))
                yield return () => End(name, _killed.Contains(name) ? 137 : Chance(2) ? 0 : 143);
            else if (_spec.Services[name].HasHealthCheck && container.Health == ContainerHealth.Starting)
                yield return () => Check(name);
        }

        if (_removalRuns)
        {
            yield return () =>
            {
                _removalRuns = false;
                Tell(Chance(5) ? new PodEvent.Broken("removal broke") : new PodEvent.Removed(Chance(3) ? "left" : null));
            };
        }
    }

    // What must happen in the end when nothing else does: time passes, and services end.
    private IEnumerable<Action> LastResorts()
    {
        if (_graceTimer)
            yield return ExpireGrace;
        else if (State.Phase is PodPhase.Preparing or PodPhase.Starting && _launchTimer)
            yield return TimeOut;
        else if (State.Phase == PodPhase.Running)
            yield return () => Tell(new PodEvent.KillRequested("kill", null));
    }

    // What may happen at any time.
    private IEnumerable<Action> Incidents()
    {
        foreach (var (name, container) in _containers)
        {
            if (container.State == ContainerState.Running)
            {
                if (Chance(4))
                    yield return () => End(name, Chance(3) ? _random.Next(1, 256) : 0);
                if (_spec.Services[name].HasHealthCheck)
                    yield return () => Check(name);
            }

            if (container.State != ContainerState.Gone && Chance(60))
                yield return () => See(name, container with { State = ContainerState.Gone });
            if (_told.Count > 0)
                yield return () => Tell(new PodEvent.ServiceObserved(name, _containers[name]), old: true);
        }

        if (_told.Where(told => told is PodEvent.ServiceObserved or PodEvent.InfraObserved).ToList() is { Count: > 0 } seen)
            yield return () => Tell(seen[_random.Next(seen.Count)], old: true);
        if (Chance(25))
            yield return () => Tell(new PodEvent.KillRequested("kill", Chance(2) ? null : TimeSpan.FromSeconds(_random.Next(60))));
        if (Chance(10))
            yield return () => Tell(new PodEvent.HealthChecked(true, "passed", Kill: false));
        if (Chance(10))
            yield return () => Tell(new PodEvent.HealthChecked(false, "failed", Kill: Chance(10)));
        if (Chance(10))
            yield return () => Tell(new PodEvent.CheckChanged(new CheckStatus.Tcp(Chance(2)), "checked"));
        if (_launchTimer && Chance(25))
            yield return TimeOut;
        if (_graceTimer && Chance(6))
            yield return ExpireGrace;
        if (_infra.State == ContainerState.Running && Chance(60))
            yield return () => SeeInfra(_infra with { State = Chance(2) ? ContainerState.Exited : ContainerState.Gone });
    }

    // Some services take no notice of their stop signal.
    private static bool Stubborn(string name) => name.EndsWith('3');

    private void EndPreparation()
    {
        _preparationRuns = false;
        if (_cancelled ? Chance(3) : !Chance(10))
            Tell(new PodEvent.Prepared(_spec));
        else if (Chance(5))
            Tell(new PodEvent.Broken("preparation broke"));
        else
            Tell(new PodEvent.PreparationEnded("preparation failed", null));
    }

    private void StartInfra()
    {
        _infraStartUnderWay = false;
        if (Chance(15))
            Tell(new PodEvent.StartRefused(null, "refused"));
        else
            SeeInfra(_infra with { State = ContainerState.Running });
    }

    private void Start(string name)
    {
        _startsUnderWay.Remove(name);
        if (_containers[name].State == ContainerState.Gone)
            return;
        if (Chance(15))
            Tell(new PodEvent.StartRefused(name, "refused"));
        else
            See(name, Life.Container(ContainerState.Running, _spec.Services[name].HasHealthCheck ? ContainerHealth.Starting : ContainerHealth.None));
    }

    private void End(string name, long exitCode) => See(name, Life.Container(ContainerState.Exited, exitCode: exitCode));

    private void Check(string name) =>
        See(name, _containers[name] with { Health = Chance(6) ? ContainerHealth.Unhealthy : ContainerHealth.Healthy });

    private void ExpireGrace()
    {
        _graceTimer = false;
        _graceExpiries += State.Phase == PodPhase.Stopping ? 1 : 0;
        Tell(new PodEvent.GraceExpired());
    }

    private void TimeOut()
    {
        _launchTimer = false;
        Tell(new PodEvent.LaunchTimedOut(TimeSpan.FromMinutes(1), "its containers were still being prepared"));
    }

    private void See(string name, ContainerSnapshot container)
    {
        _containers[name] = container;
        Tell(new PodEvent.ServiceObserved(name, container));
    }

    private void SeeInfra(ContainerSnapshot infra)
    {
        _infra = infra;
        Tell(new PodEvent.InfraObserved(infra));
    }

    private void Tell(PodEvent happened, bool old = false)
    {
        _story.Add($"{(old ? "again " : "")}{Told(happened)}");
        _told.Add(happened);
        Remember(happened);
        var before = State;
        var (after, effects) = PodLifecycle.Next(before, happened);
        State = after;
        Require(after.Phase >= before.Phase, $"went back from {before.Phase} to {after.Phase}");
        if (before.Phase == PodPhase.Done)
            Require(effects.IsEmpty && after.Phase == PodPhase.Done, "does something although it is done");
        Require(before.Outcome is null || before.Outcome == after.Outcome, "the outcome was decided twice");
        _outcome = after.Outcome;
        foreach (var effect in effects)
        {
            _story.Add($"    -> {effect}");
            CarryOut(effect, before);
        }
    }

    private static string Told(PodEvent happened) => happened switch
    {
        PodEvent.ServiceObserved { Container: var container } observed => $"{observed.Service} is {container.State}, {container.Health}, {container.ExitCode}",
        PodEvent.InfraObserved observed => $"infra is {observed.Container.State}",
        PodEvent.Prepared { Spec: var spec } => $"Prepared {string.Join("; ", spec.Services.Values.Select(service => $"{service} {string.Join(", ", service.DependsOn)}"))}",
        _ => happened.ToString(),
    };

    private void Remember(PodEvent happened)
    {
        switch (happened)
        {
            case PodEvent.InfraObserved { Container.State: ContainerState.Running }:
                _infraSeenRunning = true;
                break;
            case PodEvent.StartRefused { Service: { } service }:
                _seenEnded.TryAdd(service, null);
                break;
            case PodEvent.ServiceObserved { Container: var container } observed when State.Spec is not null && !_seenEnded.ContainsKey(observed.Service):
                if (container.State is ContainerState.Exited or ContainerState.Gone)
                    _seenEnded[observed.Service] = container.State == ContainerState.Exited ? container.ExitCode : null;
                if (container.State == ContainerState.Running)
                    _seenRunning.Add(observed.Service);
                if (container is { State: ContainerState.Running, Health: ContainerHealth.Healthy })
                    _seenHealthy.Add(observed.Service);
                break;
        }
    }

    private void CarryOut(PodEffect effect, PodState before)
    {
        switch (effect)
        {
            case PodEffect.Announce announce:
                Require(!_outcomeAnnounced, "something was announced after the outcome");
                Require(announce.State is TaskState.Starting or TaskState.Running or TaskState.Killing, "a terminal state was announced in passing");
                // But that its health check failed once too often is said of a pod that still runs, and ends for it.
                Require(
                    announce.State != TaskState.Running || _outcome is null || (before.Outcome is null && announce.Healthy is false && _outcome.Unhealthy),
                    "running was announced of a pod that ends");
                break;
            case PodEffect.AnnounceOutcome announce:
                Require(!_outcomeAnnounced, "the outcome was announced twice");
                Require(announce.Outcome.State == _outcome!.State, "another outcome was announced than was decided");
                if (_outcome.State == TaskState.Failed)
                    Require(_signalled.Count == 0 && _removals == 0, "the rest was stopped before the failure was announced");
                else
                    Require(_removals == 1 && !_removalRuns, "the end was announced before the pod was removed");
                _outcomeAnnounced = true;
                break;
            case PodEffect.Prepare:
                _preparationRuns = true;
                break;
            case PodEffect.CancelPreparation:
                Require(_preparationRuns && !_cancelled, "a preparation was called off that does not run");
                _cancelled = true;
                break;
            case PodEffect.StartInfra:
                Require(!_preparationRuns && _outcome is null, "the infra container was started at the wrong time");
                _infraStartUnderWay = true;
                break;
            case PodEffect.StartService start:
                Require(_started.Add(start.Service), $"{start.Service} was started twice");
                Require(_outcome is null && before.Outcome is null, $"{start.Service} was started although the pod ends");
                Require(_infraSeenRunning, $"{start.Service} was started before the infra container ran");
                foreach (var dependency in _spec.Services[start.Service].DependsOn)
                    Require(IsMet(dependency), $"{start.Service} was started before {dependency} was met");
                _startsUnderWay.Add(start.Service);
                break;
            case PodEffect.SignalService signal:
                Require(IsAlive(signal.Service), $"{signal.Service} was signalled although it does not run");
                Require(_signalled.Add(signal.Service), $"{signal.Service} was signalled twice");
                var dependants = _spec.Services.Values.Where(other => other.DependsOn.Any(dependency => dependency.Service == signal.Service));
                Require(!dependants.Any(other => IsAlive(other.Name)), $"{signal.Service} was signalled before what depends on it had ended");
                break;
            case PodEffect.KillService kill:
                Require(_graceExpiries == 1, $"{kill.Service} was killed outside of the end of its grace period");
                Require(IsAlive(kill.Service), $"{kill.Service} was killed although it does not run");
                Require(_killed.Add(kill.Service), $"{kill.Service} was killed twice");
                break;
            case PodEffect.ExpireGrace:
                Require(State.Phase >= PodPhase.Stopping, "a grace period began although the pod does not stop");
                _graceTimer = true;
                break;
            case PodEffect.DisarmLaunchTimeout:
                _launchTimer = false;
                break;
            case PodEffect.Remove remove:
                Require(!_preparationRuns, "the pod was removed while it was being prepared");
                Require(_graceExpiries > 1 || !_spec.Services.Keys.Any(IsAlive), "the pod was removed while a service ran");
                Require(remove.Outcome == _outcome, "the pod was removed for another outcome than was decided");
                _removals++;
                _removalRuns = true;
                break;
            default:
                throw Wrong($"nobody knows how to carry out {effect}");
        }
    }

    private bool IsAlive(string service) => _started.Contains(service) && !_seenEnded.ContainsKey(service);

    // Whether a condition was met at some time, said in other words than the lifecycle says it.
    private bool IsMet(Dependency dependency) => dependency switch
    {
        { Required: false } when !_spec.Services.ContainsKey(dependency.Service) => true,
        { Condition: DependencyCondition.Started } => _seenRunning.Contains(dependency.Service) || _seenEnded.ContainsKey(dependency.Service),
        { Condition: DependencyCondition.CompletedSuccessfully } => _seenEnded.GetValueOrDefault(dependency.Service, -1) == 0,
        { Required: true } => _seenHealthy.Contains(dependency.Service),
        _ => _seenHealthy.Contains(dependency.Service) || _seenEnded.ContainsKey(dependency.Service)
            || (_seenRunning.Contains(dependency.Service) && !_spec.Services[dependency.Service].HasHealthCheck),
    };

    private void Require(bool condition, string wrong)
    {
        if (!condition)
            throw Wrong(wrong);
    }

    private ShouldAssertException Wrong(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what}, in the life\n{string.Join('\n', _story)}"));
}
