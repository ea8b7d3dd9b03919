namespace ComposeExecutor.Configuration;

/// <summary>What is removed once a pod has ended, and how long stopping it may take: <c>cleanpod.*</c>, named as in dce-go.</summary>
public sealed record CleanPodSettings
{
    /// <summary>
    /// Whether a failed pod is removed like any other (<c>cleanpod.cleanfailtask</c>); when not, its stopped containers, networks and
    /// volumes stay on the host to be looked at.
    /// </summary>
    public required bool RemoveFailedPods { get; init; }

    /// <summary>
    /// The same for a pod that failed by being unhealthy (<c>cleanpod.unhealthy</c>), whatever <see cref="RemoveFailedPods"/> says.
    /// </summary>
    public required bool RemoveUnhealthyPods { get; init; }

    /// <summary>
    /// Whether containers and volumes are removed when a pod ends (<c>cleanpod.cleanvolumeandcontaineronmesoskill</c>); when not, the
    /// containers are stopped and stay.
    /// </summary>
    public required bool RemoveContainersAndVolumes { get; init; }

    /// <summary>Whether the images of the pod's services are removed when a pod ends, where no other container uses them.</summary>
    public required bool RemoveImages { get; init; }

    /// <summary>
    /// The time every service gets to end after its stop signal (<c>cleanpod.timeout</c>), or null when each service's own
    /// <c>stop_grace_period</c> decides. A grace period of the KILL event or of the task's kill policy comes before it.
    /// </summary>
    public required TimeSpan? StopGrace { get; init; }
}
