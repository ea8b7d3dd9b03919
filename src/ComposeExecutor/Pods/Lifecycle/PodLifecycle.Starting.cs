using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

// From created containers to a pod that runs, and from then on: who may start when, and what the pod as a whole is.
public static partial class PodLifecycle
{
    private static Transition ContinueLiving(PodState state)
    {
        if (!state.CanStartServices)
            return Transition.None(state);
        if (MainServicesHaveEnded(state))
            return Decide(state, AllEnded(state.Spec!));
        if (BrokenCondition(state) is { } broken)
            return Decide(state, broken);

        var ready = state.Spec!.Services.Values
            .Where(service => state.Services[service.Name].Phase == ServicePhase.Waiting && service.DependsOn.All(dependency => IsMet(state, dependency)))
            .Select(service => service.Name)
            .ToImmutableArray();
        return StartAll(state, ready).Then(now => now.Phase == PodPhase.Running ? ReportHealth(now) : HasStarted(now) ? AnnounceRunning(now) : Transition.None(now));
    }

    private static Transition StartAll(PodState state, ImmutableArray<string> names)
    {
        var started = new Transition(
            state with
            {
                Services = state.Services.SetItems(names.Select(name =>
                    KeyValuePair.Create(name, state.Services[name] with { Phase = ServicePhase.Starting, Timer = 0 }))),
            },
            [.. names.Select(name => new PodEffect.StartService(name))]);
        return names.Where(name => state.Services[name].Restarts > 0)
            .Aggregate(started, (transition, name) => transition.Then(now => RecycleDependants(now, name)));
    }

    private static Transition AnnounceRunning(PodState state)
    {
        var healthy = HealthOf(state);
        return new Transition(
            state with { Phase = PodPhase.Running, ReportedHealth = healthy },
            [new PodEffect.DisarmLaunchTimeout(), new PodEffect.Announce(TaskState.Running, RunningMessage(state), healthy)]);
    }

    private static Transition ReportHealth(PodState state)
    {
        var healthy = HealthOf(state);
        if (healthy == state.ReportedHealth)
            return Transition.None(state);
        var unhealthy = string.Join(", ", Checked(state).Where(service => state.Services[service].Health != ContainerHealth.Healthy).Select(service => $"'{service}'"));
        return new Transition(
            state with { ReportedHealth = healthy },
            [
                new PodEffect.Announce(
                    TaskState.Running,
                    healthy is false ? $"Unhealthy: {unhealthy}." : "All services with a health check are healthy.",
                    healthy,
                    TaskReason.TaskHealthCheckStatusUpdated),
            ]);
    }

    private static bool HasStarted(PodState state) =>
        state.Spec!.Services.Values.All(service => state.Services[service.Name] switch
        {
            { HasStarted: true } running => !service.HasHealthCheck || running.Health == ContainerHealth.Healthy,
            { Phase: ServicePhase.Ended } => true,
            _ => false,
        });

    private static bool MainServicesHaveEnded(PodState state) =>
        state.Spec!.Services.Values.All(service => service.Role != ServiceRole.Main || state.Services[service.Name].Phase == ServicePhase.Ended);

    // A service that is down, or was and has not been checked since, is not healthy.
    private static bool? HealthOf(PodState state)
    {
        // The framework has said what it means by healthy.
        if (state.Spec!.HasTaskHealthCheck)
            return state.TaskHealth;
        var services = Checked(state).ToList();
        return services.Count == 0 ? null : services.All(service => state.Services[service].Health == ContainerHealth.Healthy);
    }

    private static IEnumerable<string> Checked(PodState state) =>
        state.Spec!.Services.Values.Where(service => service.HasHealthCheck && state.Services[service.Name].Phase != ServicePhase.Ended).Select(service => service.Name);

    private static bool IsMet(PodState state, Dependency dependency)
    {
        if (!state.Services.TryGetValue(dependency.Service, out var service))
            return !dependency.Required;
        return dependency.Condition switch
        {
            DependencyCondition.Healthy => service switch
            {
                { HasStarted: true, Health: ContainerHealth.Healthy } => true,
                // What is not required is waited for only as long as it can still become healthy.
                { HasStarted: true } => !dependency.Required && !state.Spec!.Services[dependency.Service].HasHealthCheck,
                { Phase: ServicePhase.Ended } => !dependency.Required,
                _ => false,
            },
            DependencyCondition.CompletedSuccessfully => service is { Phase: ServicePhase.Ended, ExitCode: 0 },
            // What is restarted again and again has been started.
            _ => service.HasStarted || service.Phase is ServicePhase.Ended or ServicePhase.BackingOff,
        };
    }

    // Conditions that nothing can meet any more, so that the pod fails at once instead of waiting for its time-out. A service
    // that ended with another code than 0 for good has failed the pod before this is asked.
    private static PodOutcome? BrokenCondition(PodState state)
    {
        foreach (var service in state.Spec!.Services.Values.Where(service => state.Services[service.Name].Phase == ServicePhase.Waiting))
        {
            foreach (var dependency in service.DependsOn.Where(dependency => dependency.Required && dependency.Condition == DependencyCondition.Healthy))
            {
                if (state.Services.TryGetValue(dependency.Service, out var other) && other.Phase == ServicePhase.Ended)
                {
                    return new PodOutcome(
                        TaskState.Failed,
                        $"Service '{service.Name}' waits for '{dependency.Service}' to be healthy, but that ended before it was.",
                        TaskReason.ContainerLaunchFailed,
                        dependency.Service);
                }
            }
        }

        return null;
    }

    private static PodOutcome? ImpossibleCondition(PodSpec spec) =>
        Impossible(spec, DependencyCondition.Healthy, other => !other.HasHealthCheck, (service, other) =>
            $"Service '{service}' waits for '{other}' to be healthy, but '{other}' has no health check. Give it one, or depend on service_started.")
        ?? Impossible(spec, DependencyCondition.CompletedSuccessfully, RestartsAfterSuccess, (service, other) =>
            $"Service '{service}' waits for '{other}' to complete successfully, but '{other}' is restarted whenever it ends. Give it 'restart: on-failure', or depend on service_started.");

    private static bool RestartsAfterSuccess(ServiceSpec service) =>
        service is { Role: not ServiceRole.Init, Restart: { Condition: RestartCondition.Always, MaxAttempts: null } };

    private static PodOutcome? Impossible(PodSpec spec, DependencyCondition condition, Func<ServiceSpec, bool> cannot, Func<string, string, string> message) =>
        (from service in spec.Services.Values
         from dependency in service.DependsOn
         where dependency.Required && dependency.Condition == condition
             && spec.Services.TryGetValue(dependency.Service, out var other) && cannot(other)
         select new PodOutcome(TaskState.Failed, message(service.Name, dependency.Service), TaskReason.TaskInvalid)).FirstOrDefault();
}
