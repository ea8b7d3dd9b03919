using System.Collections.Immutable;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform;

/// <summary>All that the transform knows of the pod besides its files.</summary>
public sealed record PodContext
{
    /// <summary>The pod's Compose project name (<see cref="ProjectName.For"/>).</summary>
    public required string Project { get; init; }

    /// <summary>The image of the infra container, present on the engine by the time the pod is created.</summary>
    public required string InfraImage { get; init; }

    /// <summary>The labels that every container, network and volume of the pod carries.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>How the services share the network.</summary>
    public PodNetwork Network { get; init; } = PodNetwork.Auto;

    /// <summary>The namespaces that the services share; without <see cref="PodNamespaces.Net"/> the network is not shared.</summary>
    public PodNamespaces Share { get; init; } = PodNamespaces.Net;

    /// <summary>Host ports that the task was offered, in the order offered; null to keep the ports that the file asks for.</summary>
    public ImmutableArray<int>? OfferedPorts { get; init; }

    /// <summary>The names that the framework gave to offered ports; a port may have several.</summary>
    public ImmutableArray<PortName> PortNames { get; init; } = [];

    /// <summary>Which offered ports were chosen for which published ones.</summary>
    public ImmutableArray<PortChoice> PortChoices { get; init; } = [];

    /// <summary>Whether a port without a host port in the file takes an ephemeral one instead of an offered one.</summary>
    public bool EphemeralPorts { get; init; }

    /// <summary>What is known of the services' images, by the service of the file; a service whose image nobody has looked at is not in it.</summary>
    public ImmutableDictionary<string, ImageFacts> Images { get; init; } = ImmutableDictionary<string, ImageFacts>.Empty;

    /// <summary>The services of the file that are sidecars, besides those that say so themselves.</summary>
    public ImmutableArray<string> Sidecars { get; init; } = [];

    /// <summary>The services of the file that are inits, besides those that say so themselves.</summary>
    public ImmutableArray<string> Inits { get; init; } = [];

    /// <summary>The parent of all the pod's cgroups; null to leave it to the engine.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>The sandbox, where it is to be mounted into every service; null where it is not.</summary>
    public string? Sandbox { get; init; }

    /// <summary>What the task has for the services together.</summary>
    public PodLimits Limits { get; init; } = PodLimits.None;

    /// <summary>What becomes of a service that asks for more than that.</summary>
    public OverLimit OverLimit { get; init; }

    /// <summary>A folder of the pod's own, for the files that the transform asks for (<see cref="PodDraft.Files"/>).</summary>
    public required string Folder { get; init; }

    /// <summary>Whether files can be given to any user, which takes an executor that runs as root.</summary>
    public bool MayChangeOwners { get; init; } = true;

    /// <summary>The task's environment, for configs and secrets that take their content from it.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
