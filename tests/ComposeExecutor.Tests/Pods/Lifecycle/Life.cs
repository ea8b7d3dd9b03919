using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

/// <summary>One life of a pod, told as a list of events; remembers what is to be done after the last of them, and after all.</summary>
internal sealed class Life
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly PodSpec _spec;
    private readonly Dictionary<string, int> _starts = [];

    public Life(params ServiceSpec[] services)
        : this(Spec(services))
    {
    }

    public Life(PodSpec spec) => _spec = spec;

    public PodState State { get; private set; } = PodState.Initial;

    /// <summary>What is to be done after the last event.</summary>
    public ImmutableArray<PodEffect> Effects { get; private set; } = [];

    /// <summary>What was to be done so far, in order.</summary>
    public List<PodEffect> History { get; } = [];

    /// <summary>The services to start after the last event.</summary>
    public IEnumerable<string> Starts => Effects.OfType<PodEffect.StartService>().Select(start => start.Service);

    /// <summary>The services to signal after the last event.</summary>
    public IEnumerable<string> Signals => Effects.OfType<PodEffect.SignalService>().Select(signal => signal.Service);

    /// <summary>The services to kill after the last event.</summary>
    public IEnumerable<string> Kills => Effects.OfType<PodEffect.KillService>().Select(kill => kill.Service);

    /// <summary>The timers that are to be set after the last event.</summary>
    public IEnumerable<PodEffect.SetTimer> Timers => Effects.OfType<PodEffect.SetTimer>();

    /// <summary>The last thing that was announced and is not the end.</summary>
    public PodEffect.Announce LastAnnounced => History.OfType<PodEffect.Announce>().Last();

    /// <summary>How the pod ends, by what has been reported.</summary>
    public PodOutcome? Announced => History.OfType<PodEffect.AnnounceOutcome>().Select(announce => announce.Outcome).SingleOrDefault();

    public bool IsRunning => History.OfType<PodEffect.Announce>().Any(announce => announce.State == TaskState.Running);

    public static PodSpec Spec(IEnumerable<ServiceSpec> services) => new(services.ToImmutableSortedDictionary(service => service.Name, service => service));

    public static ServiceSpec Service(string name, params Dependency[] dependencies) => new(name, [.. dependencies], HasHealthCheck: false, Grace);

    public static ServiceSpec Checked(string name, params Dependency[] dependencies) => Service(name, dependencies) with { HasHealthCheck = true };

    public static Dependency Started(string service) => new(service, DependencyCondition.Started, Required: true);

    public static Dependency Healthy(string service) => new(service, DependencyCondition.Healthy, Required: true);

    public static Dependency Completed(string service) => new(service, DependencyCondition.CompletedSuccessfully, Required: true);

    public static ContainerSnapshot Container(ContainerState state, ContainerHealth health = ContainerHealth.None, long exitCode = 0) =>
        new() { Id = "id", Name = "name", Service = "", State = state, Health = health, ExitCode = exitCode };

    public Life Happens(PodEvent happened)
    {
        var (after, effects) = PodLifecycle.Next(State, happened);
        (State, Effects) = (after, effects);
        History.AddRange(effects);
        foreach (var start in Starts)
            _starts[start] = _starts.GetValueOrDefault(start) + 1;
        return this;
    }

    public Life Launched() => Happens(new PodEvent.Launched());

    public Life Prepared() => Happens(new PodEvent.Prepared(_spec));

    public Life PreparationEnded(string message = "called off", TaskReason? reason = null) => Happens(new PodEvent.PreparationEnded(message, reason));

    public Life InfraRuns() => Happens(new PodEvent.InfraObserved(Container(ContainerState.Running)));

    public Life Infra(ContainerState state, long exitCode = 0) => Happens(new PodEvent.InfraObserved(Container(state, exitCode: exitCode)));

    public Life Seen(string service, ContainerSnapshot container) => Happens(new PodEvent.ServiceObserved(service, container));

    /// <summary>The run of a service that its last start has begun.</summary>
    public string Run(string service) => $"{service} {_starts.GetValueOrDefault(service)}";

    public Life Runs(string service, ContainerHealth health = ContainerHealth.None) => Seen(service, Container(ContainerState.Running, health) with { Run = Run(service) });

    public Life IsHealthy(string service) => Runs(service, ContainerHealth.Healthy);

    public Life IsUnhealthy(string service) => Runs(service, ContainerHealth.Unhealthy);

    public Life Ends(string service, long exitCode = 0, TimeSpan ranFor = default) =>
        Seen(service, Container(ContainerState.Exited, exitCode: exitCode) with { Run = Run(service), RanFor = ranFor });

    public Life HookEnds(string service, HookKind hook, string? failure = null) => Happens(new PodEvent.HookEnded(service, hook, Run(service), failure));

    /// <summary>The timer that was set last for this expires.</summary>
    public Life Expires(string service, ServiceTimer timer) => Happens(new PodEvent.TimerExpired(
        service, timer, History.OfType<PodEffect.SetTimer>().Last(set => set.Service == service && set.Timer == timer).Number));

    public Life IsGone(string service) => Seen(service, Container(ContainerState.Gone));

    public Life Refused(string? service, string message = "no such device") => Happens(new PodEvent.StartRefused(service, message));

    public Life IsKilled(TimeSpan? grace = null, TaskReason? reason = null, TimeSpan? limit = null) =>
        Happens(new PodEvent.KillRequested("Killed by the framework.", grace, reason, limit));

    public Life TimesOut() => Happens(new PodEvent.LaunchTimedOut(TimeSpan.FromSeconds(60), "image a:1 was still being pulled"));

    public Life GraceExpires() => Happens(new PodEvent.GraceExpired());

    public Life Breaks() => Happens(new PodEvent.Broken("a mistake"));

    public Life Removed(string? left = null) => Happens(new PodEvent.Removed(left));

    /// <summary>Launched, prepared, and its infra container runs.</summary>
    public Life Begins() => Launched().Prepared().InfraRuns();

    /// <summary>Everything that is asked to start does, healthily, until the pod runs.</summary>
    public Life RunsWholly()
    {
        Begins();
        while (Starts.ToList() is { Count: > 0 } starts)
        {
            var next = new List<PodEffect>();
            foreach (var service in starts)
            {
                Runs(service, _spec.Services[service].HasHealthCheck ? ContainerHealth.Healthy : ContainerHealth.None);
                next.AddRange(Effects);
            }

            Effects = [.. next];
        }

        IsRunning.ShouldBeTrue();
        return this;
    }
}
