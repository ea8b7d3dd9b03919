using ComposeExecutor.Compose;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>
/// Makes dependencies of the services' roles, so that there is one rule of who starts before whom: main services wait until all
/// inits have completed and all sidecars have started. A sidecar that itself depends on a main service starts after that one.
/// </summary>
public static class RoleOrder
{
    /// <summary>The pod with what its roles ask for added to what its services depend on.</summary>
    /// <param name="spec">The pod.</param>
    public static PodSpec Apply(PodSpec spec)
    {
        var helpers = spec.Services.Values
            .Where(service => service.Role != ServiceRole.Main && !DependsOnMain(spec, service))
            .Select(service => service.Role == ServiceRole.Init
                ? new Dependency(service.Name, DependencyCondition.CompletedSuccessfully, Required: true)
                : new Dependency(service.Name, service.HasHealthCheck ? DependencyCondition.Healthy : DependencyCondition.Started, Required: false))
            .ToList();
        return spec with
        {
            Services = spec.Services.SetItems(spec.Services
                .Where(service => service.Value.Role == ServiceRole.Main)
                .Select(service => KeyValuePair.Create(service.Key, service.Value with { DependsOn = [.. service.Value.DependsOn, .. helpers] }))),
        };
    }

    /// <summary>What the roles of a pod ask for that cannot be; null when there is nothing.</summary>
    /// <param name="spec">The pod.</param>
    public static PodOutcome? Contradiction(PodSpec spec)
    {
        if (spec.Services.Values.All(service => service.Role != ServiceRole.Main))
            return Invalid("All services of the pod are sidecars or inits, and none is a main service that decides when the pod has ended. Take the role of one away (x-pod, pod.sidecars, pod.inits).");
        return spec.Services.Values.FirstOrDefault(service => service.Role == ServiceRole.Init && DependsOnMain(spec, service)) is { } init
            ? Invalid($"Service '{init.Name}' is an init and depends on a main service, but main services start when all inits have completed. Take its role or its depends_on away.")
            : null;
    }

    private static PodOutcome Invalid(string message) => new(TaskState.Failed, message, TaskReason.TaskInvalid);

    private static bool DependsOnMain(PodSpec spec, ServiceSpec service)
    {
        var reached = new HashSet<string>();
        var open = new Stack<ServiceSpec>([service]);
        while (open.TryPop(out var next))
        {
            foreach (var dependency in next.DependsOn)
            {
                if (!reached.Add(dependency.Service) || !spec.Services.TryGetValue(dependency.Service, out var other))
                    continue;
                if (other.Role == ServiceRole.Main)
                    return true;
                open.Push(other);
            }
        }

        return false;
    }
}
