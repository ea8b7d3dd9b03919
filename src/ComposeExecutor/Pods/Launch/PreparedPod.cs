using System.Collections.Immutable;
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
    /// <param name="grace">How long the pod may take to stop; null for as long as its services ask for.</param>
    /// <param name="defaultGrace">How long a service asks for when its file does not say.</param>
    public PodSpec Spec(TimeSpan? grace, TimeSpan defaultGrace) => new(Plan.Services.ToImmutableSortedDictionary(
        service => service.Name,
        service => new ServiceSpec(
            service.Name,
            [.. service.DependsOn.Where(dependency => dependency.Service != Plan.Infra)],
            Containers[service.Name].HasHealthCheck,
            service.StopGracePeriod ?? defaultGrace)), grace, Plan.Infra.Length > 0)
    {
        HasTaskHealthCheck = Checks.Health is not null,
    };
}
