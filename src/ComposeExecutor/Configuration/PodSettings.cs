using System.Collections.Immutable;
using System.Net;

namespace ComposeExecutor.Configuration;

/// <summary>What a pod is made of: <c>pod.*</c>.</summary>
public sealed record PodSettings
{
    /// <summary>How the services of the pod share the network.</summary>
    public required PodNetwork Network { get; init; }

    /// <summary><c>pod.share</c>: the namespaces that the services share.</summary>
    public required PodNamespaces Share { get; init; }

    /// <summary>Where subnets come from when the engine has none left; null for nowhere.</summary>
    public required IPNetwork? Subnets { get; init; }

    /// <summary>The profiles of the compose files that are active; empty to leave it to <c>COMPOSE_PROFILES</c>.</summary>
    public required ImmutableArray<string> Profiles { get; init; }

    /// <summary>Whether the sandbox is mounted into every service.</summary>
    public required bool MountSandbox { get; init; }

    /// <summary>The cgroup all containers of the pod are put under.</summary>
    public required CgroupParent CgroupParent { get; init; }

    /// <summary>Whether the task's CPUs are a cap even where it gives no limit of them.</summary>
    public required bool CpuQuota { get; init; }

    /// <summary>What becomes of a service that asks for more than the task has.</summary>
    public required OverLimit OverLimit { get; init; }

    /// <summary>
    /// The time a service gets to end after its stop signal when neither the kill, nor <see cref="CleanPodSettings.StopGrace"/>, nor
    /// the service's <c>stop_grace_period</c> says.
    /// </summary>
    public required TimeSpan StopGrace { get; init; }

    /// <summary>The pauses between restarts of a service.</summary>
    public required RestartSettings Restarts { get; init; }

    /// <summary>What becomes of a service that stays unhealthy.</summary>
    public required UnhealthySettings Unhealthy { get; init; }

    /// <summary>The services that are sidecars, besides those that the files say are.</summary>
    public required ImmutableArray<string> Sidecars { get; init; }

    /// <summary>The services that are inits, besides those that the files say are.</summary>
    public required ImmutableArray<string> Inits { get; init; }

    /// <summary>Whether the task is a service, which is not to end by itself; null for what the task itself says.</summary>
    public required bool? IsService { get; init; }

    /// <summary>Whether a port published without a host port gets an ephemeral one of the host instead of an offered one.</summary>
    public required bool EphemeralPorts { get; init; }

    /// <summary><c>pod.ports.&lt;service&gt;.&lt;target&gt;</c>: offered ports that were chosen for published ones.</summary>
    public required ImmutableArray<PortChoice> Ports { get; init; }

    /// <summary>Whether the named volumes of a pod stay on the host when it is removed.</summary>
    public required bool KeepVolumes { get; init; }

    /// <summary>Whether images are built on the host for services with a <c>build</c> section.</summary>
    public required bool Build { get; init; }

    /// <summary>The service that the checks of Mesos are about; null for the one that the pod has, or that has the port.</summary>
    public required string? HealthService { get; init; }

    /// <summary>What becomes of the services' output.</summary>
    public required PodLogSettings Logs { get; init; }

    /// <summary>How long the executor waits for the acknowledgement of the last status update before it exits without it.</summary>
    public required TimeSpan AcknowledgementTimeout { get; init; }

    /// <summary>Whether a reaper is kept on the host, which removes the pods of executors that were killed.</summary>
    public required bool Reaper { get; init; }

    /// <summary>How long a reaper stays when there is no pod; more than 0.</summary>
    public required TimeSpan ReaperIdle { get; init; }

    /// <summary>The folder with the leases of this host's pods; null for none.</summary>
    public required string? Leases { get; init; }
}
