using System.Globalization;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

// Why a pod ends, in words and in Mesos' terms.
public static partial class PodLifecycle
{
    private const double MiB = 1 << 20;
    private const long KilledExitCode = 137;

    private static PodOutcome AllEnded(PodSpec spec) => spec.IsService
        ? new PodOutcome(TaskState.Failed, "All services of the pod ended with exit code 0, but the task is a service (isService) and is never to end by itself.")
        : new PodOutcome(TaskState.Finished, "All services of the pod ended with exit code 0.");

    private static PodOutcome? EndedBadly(string name, ContainerSnapshot container, MemoryUse? podMemory)
    {
        if (container.ExitCode == 0)
            return null;
        return OutOfMemory($"Service '{name}'", name, container, podMemory)
            ?? new PodOutcome(TaskState.Failed, $"Service '{name}' ended with exit code {container.ExitCode}{Explained(container)}.", Service: name);
    }

    private static PodOutcome InfraEnded(ContainerSnapshot infra, MemoryUse? podMemory)
    {
        const string Infra = "The pod's infra container, which holds its network,";
        return infra.State == ContainerState.Gone
            ? new PodOutcome(TaskState.Failed, $"{Infra} was removed by somebody else.")
            : OutOfMemory(Infra, null, infra, podMemory)
                ?? new PodOutcome(TaskState.Failed, $"{Infra} ended with exit code {infra.ExitCode}{Explained(infra)}.");
    }

    // A container without a limit of its own, or with a higher one than all of the pod has, was killed for the pod's.
    private static PodOutcome? OutOfMemory(string who, string? service, ContainerSnapshot container, MemoryUse? podMemory)
    {
        if (!container.OutOfMemory && !(podMemory is { Kills: > 0 } && container.ExitCode == KilledExitCode))
            return null;

        var killed = $"{who} ran out of memory and was killed (exit code {container.ExitCode})";
        if (container.MemoryLimit is > 0 and var own && !(podMemory?.Limit < own))
        {
            return new PodOutcome(
                TaskState.Failed,
                $"{killed}: it used all of its own limit of {Megabytes(own)}. Raise that limit (mem_limit, deploy.resources.limits.memory), or let it use less.",
                TaskReason.ContainerLimitationMemory,
                service,
                MemoryBytes: own);
        }

        return podMemory is not null
            ? new PodOutcome(
                TaskState.Failed,
                $"{killed}: all services of the pod together used {Megabytes(podMemory.Peak)} of the task's {Megabytes(podMemory.Limit)}. Give the task more memory, or let its services use less.",
                TaskReason.ContainerLimitationMemory,
                service,
                MemoryBytes: podMemory.Peak)
            : new PodOutcome(
                TaskState.Failed, $"{killed}. Give it, or the task, more memory.", TaskReason.ContainerLimitationMemory, service);
    }

    private static PodOutcome StartRefused(string who, string message) =>
        new(TaskState.Failed, $"{who} could not be started: {message}", TaskReason.ContainerLaunchFailed);

    private static PodOutcome UnhealthyBeforeRunning(string name, ServiceState service) => new(
        TaskState.Failed,
        $"Service '{name}' became unhealthy before the pod ran. Its last health check {Said(service)}",
        TaskReason.ContainerLaunchFailed,
        name,
        Unhealthy: true);

    private static PodOutcome UnhealthyTooLong(PodState state, string name) => new(
        TaskState.Failed,
        $"Service '{name}' has been unhealthy for {Seconds(state.Spec!.Unhealthy.After)} (pod.unhealthy.timeout). Its last health check {Said(state.Services[name])}",
        Service: name,
        Unhealthy: true);

    private static string Said(ServiceState service) => service.HealthOutput.Length > 0 ? $"said: {service.HealthOutput}" : "said nothing.";

    private static string Paused(string name, ContainerSnapshot container) => container.Paused
        ? $"The container of service '{name}' was paused by somebody else, and does nothing until it is resumed: docker unpause {container.Name}"
        : $"The container of service '{name}' was resumed.";

    // What the numbers mean by the shells' convention, which Docker follows: 128 and the signal's number.
    private static string Explained(ContainerSnapshot container) => container switch
    {
        { Error.Length: > 0 } => $" ({container.Error})",
        { EngineWasAway: true } => " while the Docker Engine was away: the engine was stopped or restarted, which ends its containers unless it has live-restore",
        { ExitCode: 126 } => " (its command is not executable)",
        { ExitCode: 127 } => " (its command was not found)",
        { ExitCode: KilledExitCode } => " (killed by SIGKILL)",
        { ExitCode: 139 } => " (crashed: SIGSEGV)",
        { ExitCode: 143 } => " (ended by SIGTERM)",
        _ => "",
    };

    private static IEnumerable<string> WhatIsMissing(PodState state)
    {
        if (!state.CanStartServices)
            yield return "its infra container was still being started";
        foreach (var (name, spec) in state.Spec!.Services)
        {
            var service = state.Services[name];
            if (service.Phase == ServicePhase.Starting)
                yield return $"'{name}' was still being started";
            else if (service.Phase == ServicePhase.BackingOff)
                yield return $"'{name}' had ended{(service.ExitCode is { } code ? $" with exit code {code}" : "")} and was to be restarted";
            else if (service is { Phase: ServicePhase.Running, IsReady: false })
                yield return $"the post_start commands of '{name}' still ran";
            else if (service.Phase == ServicePhase.Running && service.Recycling is not null)
                yield return $"'{name}' was being stopped to be restarted";
            else if (service.Phase == ServicePhase.Running && spec.HasHealthCheck && service.Health != ContainerHealth.Healthy)
                yield return $"'{name}' was not healthy yet";
            else if (service.Phase == ServicePhase.Waiting && spec.DependsOn.FirstOrDefault(dependency => !IsMet(state, dependency)) is { } unmet)
                yield return $"'{name}' waited for '{unmet.Service}' to {Described(unmet.Condition)}";
        }
    }

    // The service whose last output says most about why the pod has not started: one that is not well, else one that another waits for.
    private static string? WhoIsWaitedFor(PodState state)
    {
        if (state.Spec is null)
            return null;
        var unwell = state.Spec.Services.Values.FirstOrDefault(spec => IsUnwell(spec, state.Services[spec.Name]));
        return unwell?.Name
            ?? (from spec in state.Spec.Services.Values
                where state.Services[spec.Name].Phase == ServicePhase.Waiting
                from dependency in spec.DependsOn
                where !IsMet(state, dependency) && state.Services.TryGetValue(dependency.Service, out var other) && other.IsAlive
                select dependency.Service).FirstOrDefault();
    }

    private static bool IsUnwell(ServiceSpec spec, ServiceState service) => service.Phase switch
    {
        ServicePhase.BackingOff => true,
        ServicePhase.Running => !service.HasStarted || (spec.HasHealthCheck && service.Health != ContainerHealth.Healthy),
        _ => false,
    };

    private static string Described(DependencyCondition condition) => condition switch
    {
        DependencyCondition.Healthy => "be healthy",
        DependencyCondition.CompletedSuccessfully => "complete successfully",
        _ => "start",
    };

    private static string RunningMessage(PodState state)
    {
        var ended = state.Services.Count(service => service.Value.Phase == ServicePhase.Ended);
        var running = state.Services.Count - ended;
        return ended == 0 ? $"{Count(running)} running." : $"{Count(running)} running, {ended} ended with exit code 0.";
    }

    private static string Count(int services) => services == 1 ? "1 service" : $"{services} services";

    private static string Times(int times) => times == 1 ? "once" : $"{times} times";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / MiB:0.#} MiB");
}
