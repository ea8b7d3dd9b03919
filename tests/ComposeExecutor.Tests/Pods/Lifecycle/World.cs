using System.Globalization;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

/// <summary>
/// An engine, an agent and a clock in small, which answer what the lifecycle wants done: late, in any order, more than once
/// and often badly. On the way <see cref="Rules"/> check that nothing is wanted that must not be.
/// </summary>
internal sealed class World
{
    // Nothing is told again that is older: what is seen of a container in reality is late by moments.
    private const int ToldAgain = 40;

    private readonly Random _random;
    private readonly PodSpec _spec;
    private readonly List<string> _story = [];
    private readonly Rules _rules;

    // What is, whether or not the lifecycle has seen it.
    private readonly Dictionary<string, ContainerSnapshot> _containers;
    private readonly HashSet<string> _startsUnderWay = [];
    private readonly HashSet<string> _asked = [];
    private readonly HashSet<string> _killed = [];
    private readonly List<PodEffect.SetTimer> _timers = [];
    private readonly List<PodEffect.RunHook> _hooks = [];
    private readonly List<PodEvent> _told = [];
    private ContainerSnapshot _infra = Life.Container(ContainerState.Created);
    private bool _infraStartUnderWay;
    private bool _preparationRuns;
    private bool _cancelled;
    private bool _removalRuns;
    private bool _launchTimer = true;
    private bool _graceTimer;
    private int _runs;

    public World(PodSpec spec, int seed)
    {
        _spec = spec;
        _random = new Random(seed);
        _containers = spec.Services.Keys.ToDictionary(name => name, _ => Life.Container(ContainerState.Created));
        _rules = new Rules(RoleOrder.Apply(spec), Wrong);
    }

    public PodState State { get; private set; } = PodState.Initial;

    public PodOutcome Outcome => State.Outcome ?? throw Wrong("no outcome");

    /// <summary>Whether a service was restarted in this life.</summary>
    public bool HasRestarted => State.Services.Values.Any(service => service.Restarts > 0);

    /// <summary>Lives a whole life: anything may happen for a while, then the world only answers until the pod is done.</summary>
    /// <param name="eventfulSteps">How long anything may happen.</param>
    /// <param name="silent">Whether the engine answers nothing more after that: only time passes.</param>
    public void Live(int eventfulSteps, bool silent = false)
    {
        Tell(new PodEvent.Launched());
        for (var step = 0; step < eventfulSteps; step++)
        {
            if (Pick([.. Answers(), .. Incidents()]) is { } happens)
                happens();
        }

        if (silent)
            Tell(new PodEvent.KillRequested("kill", Chance(2) ? null : TimeSpan.FromSeconds(1)));
        var patience = silent ? 20 + (6 * _spec.Services.Count) : 400 + (100 * _spec.Services.Count);
        while (State.Phase != PodPhase.Done)
        {
            if (patience-- == 0)
                throw Wrong("the pod does not end although the world answers");
            // A pod of services that never end is killed in the end.
            if (patience == 200 && !silent)
                Tell(new PodEvent.KillRequested("kill", null));
            (Pick([.. silent ? LastAnswers() : Answers()]) ?? Pick([.. LastResorts()]) ?? throw Wrong("the pod waits for nothing"))();
        }

        _rules.RequireDone();
        foreach (var late in _told.Where(told => told is not PodEvent.Launched).TakeLast(10).ToList())
            Tell(late, old: true);
    }

    private Action? Pick(List<Action> possible) => possible.Count == 0 ? null : possible[_random.Next(possible.Count)];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    // What the lifecycle has asked for and is bound to hear of.
    private IEnumerable<Action> Answers()
    {
        foreach (var answer in LastAnswers())
            yield return answer;
        if (_infraStartUnderWay)
            yield return StartInfra;
        foreach (var name in _startsUnderWay)
            yield return () => Start(name);
        foreach (var (name, container) in _containers.Where(entry => entry.Value.State == ContainerState.Running))
        {
            if (_killed.Contains(name) || (_asked.Contains(name) && !IsStubborn(name)))
                yield return () => End(name, _killed.Contains(name) ? 137 : Chance(2) ? 0 : 143);
            else if (_spec.Services[name].HasHealthCheck && container.Health == ContainerHealth.Starting)
                yield return () => Check(name);
        }

        foreach (var hook in _hooks)
            yield return () => EndHook(hook);
        foreach (var timer in _timers.Where(timer => timer.Timer == ServiceTimer.Restart))
            yield return () => Expire(timer);
    }

    // What does not depend on the engine's answers.
    private IEnumerable<Action> LastAnswers()
    {
        if (_preparationRuns)
            yield return EndPreparation;
        if (_removalRuns)
        {
            yield return () =>
            {
                _removalRuns = false;
                Tell(Chance(5) ? new PodEvent.Broken("removal broke") : new PodEvent.Removed(Chance(3) ? "left" : null));
            };
        }
    }

    // What must happen in the end when nothing else does: time passes.
    private IEnumerable<Action> LastResorts()
    {
        if (_graceTimer)
            yield return ExpireGrace;
        foreach (var timer in _timers)
            yield return () => Expire(timer);
        if (State.Phase is PodPhase.Preparing or PodPhase.Starting && _launchTimer)
            yield return TimeOut;
        if (State.Phase == PodPhase.Running)
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
                if (Chance(20))
                    yield return () => See(name, container with { Paused = !container.Paused });
                if (Chance(60))
                    yield return () => See(name, container with { Run = NextRun(), Health = ContainerHealth.None });
            }

            // Somebody starts what is not to run.
            if (container.State == ContainerState.Exited && Chance(60))
                yield return () => Run(name);
            if (container.State != ContainerState.Gone && Chance(60))
                yield return () => See(name, container with { State = ContainerState.Gone });
            if (_told.Count > 0)
                yield return () => Tell(new PodEvent.ServiceObserved(name, _containers[name]), old: true);
        }

        if (_told.TakeLast(ToldAgain).Where(told => told is PodEvent.ServiceObserved or PodEvent.InfraObserved or PodEvent.HookEnded or PodEvent.TimerExpired).ToList() is { Count: > 0 } seen)
            yield return () => Tell(seen[_random.Next(seen.Count)], old: true);
        foreach (var timer in _timers.Where(_ => Chance(10)))
            yield return () => Expire(timer);
        if (Chance(25))
            yield return () => Tell(new PodEvent.KillRequested("kill", Chance(2) ? null : TimeSpan.FromSeconds(_random.Next(60)), Limit: Chance(2) ? null : TimeSpan.FromSeconds(5)));
        if (Chance(10))
            yield return () => Tell(new PodEvent.HealthChecked(true, "passed", Kill: false));
        if (Chance(10))
            yield return () => Tell(new PodEvent.HealthChecked(false, "failed", Kill: Chance(10)));
        if (Chance(10))
            yield return () => Tell(new PodEvent.CheckChanged(new CheckStatus.Tcp(Chance(2)), "checked"));
        if (Chance(100))
            yield return () => Tell(new PodEvent.Condemned(new PodOutcome(TaskState.Failed, "condemned")));
        if (_launchTimer && Chance(25))
            yield return TimeOut;
        if (_graceTimer && Chance(6))
            yield return ExpireGrace;
        if (_infra.State == ContainerState.Running && Chance(60))
            yield return () => SeeInfra(_infra with { State = Chance(2) ? ContainerState.Exited : ContainerState.Gone });
    }

    // Some services take no notice of their stop signal.
    private static bool IsStubborn(string name) => name.EndsWith('3');

    private string NextRun() => $"run {++_runs}";

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
            Run(name);
    }

    private void Run(string name)
    {
        // A signal that was sent before the start reaches what runs after it: it was queued.
        var container = Life.Container(ContainerState.Running, _spec.Services[name].HasHealthCheck ? ContainerHealth.Starting : ContainerHealth.None);
        See(name, container with { Run = NextRun() });
    }

    private void End(string name, long exitCode)
    {
        _asked.Remove(name);
        _killed.Remove(name);
        See(name, Life.Container(ContainerState.Exited, exitCode: exitCode) with { Run = _containers[name].Run, RanFor = TimeSpan.FromSeconds(_random.Next(1000)) });
    }

    private void Check(string name) =>
        See(name, _containers[name] with { Health = Chance(6) ? ContainerHealth.Unhealthy : ContainerHealth.Healthy });

    private void EndHook(PodEffect.RunHook hook)
    {
        _hooks.Remove(hook);
        Tell(new PodEvent.HookEnded(hook.Service, hook.Hook, hook.Run, Chance(8) ? "it failed" : null));
    }

    private void Expire(PodEffect.SetTimer timer)
    {
        _timers.Remove(timer);
        Tell(new PodEvent.TimerExpired(timer.Service, timer.Timer, timer.Number));
    }

    private void ExpireGrace()
    {
        _graceTimer = false;
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
        _rules.Hear(State, happened);
        var before = State;
        var (after, effects) = PodLifecycle.Next(before, happened);
        State = after;
        _rules.Judge(before, after, effects);
        foreach (var effect in effects)
        {
            _story.Add($"    -> {effect}");
            _rules.Judge(before, after, effect);
            CarryOut(effect);
        }
    }

    private static string Told(PodEvent happened) => happened switch
    {
        PodEvent.ServiceObserved { Container: var container } observed => $"{observed.Service} is {container.State}, {container.Health}, {container.ExitCode}, {container.Run}",
        PodEvent.InfraObserved observed => $"infra is {observed.Container.State}",
        PodEvent.Prepared { Spec: var spec } => $"Prepared {string.Join("; ", spec.Services.Values.Select(service => $"{service} {string.Join(", ", service.DependsOn)}"))}",
        _ => happened.ToString(),
    };

    private void CarryOut(PodEffect effect)
    {
        switch (effect)
        {
            case PodEffect.Announce or PodEffect.AnnounceOutcome:
                break;
            case PodEffect.Prepare:
                _preparationRuns = true;
                break;
            case PodEffect.CancelPreparation:
                _cancelled = true;
                break;
            case PodEffect.StartInfra:
                _infraStartUnderWay = true;
                break;
            case PodEffect.StartService start:
                _asked.Remove(start.Service);
                _killed.Remove(start.Service);
                _startsUnderWay.Add(start.Service);
                break;
            case PodEffect.SignalService signal:
                _asked.Add(signal.Service);
                break;
            case PodEffect.KillService kill:
                _killed.Add(kill.Service);
                break;
            case PodEffect.RunHook hook:
                _hooks.Add(hook);
                break;
            case PodEffect.SetTimer timer:
                _timers.Add(timer);
                break;
            case PodEffect.ExpireGrace:
                _graceTimer = true;
                break;
            case PodEffect.DisarmLaunchTimeout:
                _launchTimer = false;
                break;
            case PodEffect.Remove:
                _removalRuns = true;
                break;
            default:
                throw Wrong($"nobody knows how to carry out {effect}");
        }
    }

    private ShouldAssertException Wrong(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what}, in the life\n{string.Join('\n', _story)}"));
}
