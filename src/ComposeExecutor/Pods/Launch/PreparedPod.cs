using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Health;
using ComposeExecutor.Pods.Lifecycle;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Launch;

/// <summary>A pod whose containers have been created.</summary>
/// <param name="Plan">What the transform made of its files.</param>
/// <param name="Containers">The containers by service, the infra container among them.</param>
/// <param name="Checks">The checks that the framework wants to be made, and where.</param>
public sealed record PreparedPod(PodDraft Plan, ImmutableSortedDictionary<string, ContainerSnapshot> Containers, PlacedChecks Checks)
{
    /// <summary>What the lifecycle has to know of it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="settings">The settings that hold for it.</param>
    public PodSpec Spec(PodTask task, Settings settings) => new(
        Plan.Services.ToImmutableSortedDictionary(service => service.Name, service => Spec(service, settings.Pod.StopGrace)),
        task.Info.KillGracePeriod ?? settings.CleanPod.StopGrace,
        Plan.Infra.Length > 0)
    {
        HasTaskHealthCheck = Checks.Health is not null,
        IsService = settings.Pod.IsService ?? task.IsService,
        Restarts = new RestartDelays(settings.Pod.Restarts.Delay, settings.Pod.Restarts.MaxDelay, settings.Pod.Restarts.Reset),
        Unhealthy = new UnhealthyRule(settings.Pod.Unhealthy.Action, settings.Pod.Unhealthy.Timeout),
    };

    private ServiceSpec Spec(ComposeService service, TimeSpan defaultGrace) => new(
        service.Name,
        [.. service.DependsOn.Where(dependency => dependency.Service != Plan.Infra)],
        Containers[service.Name].HasHealthCheck,
        service.StopGracePeriod ?? defaultGrace)
    {
        Role = Plan.Roles.GetValueOrDefault(service.Name),
        Restart = Plan.Restarts.GetValueOrDefault(service.Name, RestartPolicy.Never),
        HasPostStart = !service.PostStart.IsEmpty,
        HasPreStop = !service.PreStop.IsEmpty,
    };
}
