using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

// From created containers to a pod that runs: who may start when, and when the pod counts as running.
public static partial class PodLifecycle
{
    // Looks at the whole pod anew and does the next thing, whatever the event was that changed something.
    private static Transition Continue(PodState state) => state.Phase switch
    {
        PodPhase.Starting => ContinueStarting(state),
        PodPhase.Running => ContinueRunning(state),
        PodPhase.Stopping => ContinueStopping(state),
        _ => Transition.None(state),
    };

    private static Transition ContinueStarting(PodState state)
    {
        if (!state.CanStartServices)
            return Transition.None(state);
        if (BrokenCondition(state) is { } broken)
            return Decide(state, broken);

        var ready = state.Spec!.Services.Values
            .Where(service => state.Services[service.Name].Phase == ServicePhase.Waiting && service.DependsOn.All(dependency => IsMet(state, dependency)))
            .Select(service => service.Name)
            .ToImmutableArray();
        var started = new Transition(
            state with
            {
                Services = state.Services.SetItems(ready.Select(name => KeyValuePair.Create(name, state.Services[name] with { Phase = ServicePhase.Starting }))),
            },
            [.. ready.Select(name => new PodEffect.StartService(name))]);
        return started.Then(HasStarted(started.State) ? AnnounceRunning : Transition.None);
    }

    private static Transition AnnounceRunning(PodState state)
    {
        if (AllEnded(state))
            return ContinueRunning(state with { Phase = PodPhase.Running });

        var healthy = HealthOf(state);
        return new Transition(
            state with { Phase = PodPhase.Running, ReportedHealth = healthy },
            [new PodEffect.DisarmLaunchTimeout(), new PodEffect.Announce(TaskState.Running, RunningMessage(state), healthy)]);
    }

    private static Transition ContinueRunning(PodState state)
    {
        if (AllEnded(state))
            return Decide(state, new PodOutcome(TaskState.Finished, "All services of the pod ended with exit code 0."));

        var healthy = HealthOf(state);
        if (healthy == state.ReportedHealth)
            return Transition.None(state);
        var unhealthy = string.Join(", ", state.Services.Where(service => service.Value.Health == ContainerHealth.Unhealthy).Select(service => $"'{service.Key}'"));
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
            { Phase: ServicePhase.Running } running => !service.HasHealthCheck || running.Health == ContainerHealth.Healthy,
            { Phase: ServicePhase.Ended } => true,
            _ => false,
        });

    private static bool AllEnded(PodState state) => state.Services.Values.All(service => service.Phase == ServicePhase.Ended);

    // A service between two runs of its check is as healthy as it was.
    private static bool? HealthOf(PodState state)
    {
        // The framework has said what it means by healthy.
        if (state.Spec!.HasTaskHealthCheck)
            return state.TaskHealth;
        var checkedServices = state.Spec!.Services.Values.Where(service => service.HasHealthCheck && state.Services[service.Name].IsAlive).ToList();
        return checkedServices.Count == 0
            ? null
            : checkedServices.All(service => state.Services[service.Name].Health != ContainerHealth.Unhealthy);
    }

    private static string RunningMessage(PodState state)
    {
        var ended = state.Services.Count(service => service.Value.Phase == ServicePhase.Ended);
        var running = state.Services.Count - ended;
        return ended == 0 ? $"{Counted(running)} running." : $"{Counted(running)} running, {ended} ended with exit code 0.";
    }

    private static string Counted(int services) => services == 1 ? "1 service" : $"{services} services";

    private static bool IsMet(PodState state, Dependency dependency)
    {
        if (!state.Services.TryGetValue(dependency.Service, out var service))
            return !dependency.Required;
        return dependency.Condition switch
        {
            DependencyCondition.Healthy => service switch
            {
                { Phase: ServicePhase.Running, Health: ContainerHealth.Healthy } => true,
                // What is not required is waited for only as long as it can still become healthy.
                { Phase: ServicePhase.Running } => !dependency.Required && !state.Spec!.Services[dependency.Service].HasHealthCheck,
                { Phase: ServicePhase.Ended } => !dependency.Required,
                _ => false,
            },
            DependencyCondition.CompletedSuccessfully => service is { Phase: ServicePhase.Ended, ExitCode: 0 },
            _ => service.Phase is ServicePhase.Running or ServicePhase.Ended,
        };
    }

    // Conditions that nothing can meet any more, so that the pod fails at once instead of waiting for its time-out. A service
    // that became unhealthy or ended with another code than 0 has failed the pod before this is asked.
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
        (from service in spec.Services.Values
         from dependency in service.DependsOn
         where dependency is { Required: true, Condition: DependencyCondition.Healthy }
             && spec.Services.TryGetValue(dependency.Service, out var other) && !other.HasHealthCheck
         select new PodOutcome(
             TaskState.Failed,
             $"Service '{service.Name}' waits for '{dependency.Service}' to be healthy, but '{dependency.Service}' has no health check. "
             + "Give it one, or depend on service_started.",
             TaskReason.TaskInvalid)).FirstOrDefault();

    private static IEnumerable<string> WhatIsMissing(PodState state)
    {
        if (!state.CanStartServices)
            yield return "its infra container was still being started";
        foreach (var (name, spec) in state.Spec!.Services)
        {
            var service = state.Services[name];
            if (service.Phase == ServicePhase.Starting)
                yield return $"'{name}' was still being started";
            else if (service.Phase == ServicePhase.Running && spec.HasHealthCheck && service.Health != ContainerHealth.Healthy)
                yield return $"'{name}' was not healthy yet";
            else if (service.Phase == ServicePhase.Waiting && spec.DependsOn.FirstOrDefault(dependency => !IsMet(state, dependency)) is { } unmet)
                yield return $"'{name}' waited for '{unmet.Service}' to {Described(unmet.Condition)}";
        }
    }

    private static string Described(DependencyCondition condition) => condition switch
    {
        DependencyCondition.Healthy => "be healthy",
        DependencyCondition.CompletedSuccessfully => "complete successfully",
        _ => "start",
    };
}
