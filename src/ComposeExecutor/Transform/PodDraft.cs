using System.Collections.Immutable;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform;

/// <summary>A pod in the making: what one transform step hands to the next, and what comes out in the end.</summary>
/// <param name="Model">The project; owned by the transform, which changes it step by step.</param>
public sealed record PodDraft(ComposeModel Model)
{
    /// <summary>The name of the infra service in <see cref="Model"/>; empty before it is there, and in a pod that shares nothing.</summary>
    public string Infra { get; init; } = "";

    /// <summary>The ports that the pod publishes, in the order in which they were given out.</summary>
    public ImmutableArray<PortMapping> Ports { get; init; } = [];

    /// <summary>Files that must be written before the pod is created.</summary>
    public ImmutableArray<PodFile> Files { get; init; } = [];

    /// <summary>The images that the files give no name, but tell how to build: they are the pod's own, under names of its own.</summary>
    public ImmutableHashSet<string> OwnImages { get; init; } = [];

    /// <summary>What was done differently from what the file says, a sentence each, for the log and the head of <c>pod.yaml</c>.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The services of the task, without the infra service, sorted by name.</summary>
    public IEnumerable<ComposeService> Services => Model.Services.Where(service => service.Name != Infra);

    /// <summary>The names of the services that share the infra container's network; null for all.</summary>
    public ImmutableHashSet<string>? MemberNames { get; init; }

    /// <summary>The services that share the infra container's network; the others keep what their file says.</summary>
    public IEnumerable<ComposeService> Members => Services.Where(service => MemberNames?.Contains(service.Name) ?? true);

    /// <summary>The services of the file, by the further instances of them that are services of the pod.</summary>
    public ImmutableDictionary<string, string> InstanceOf { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>When services run again after they have ended; Docker is told never to do it.</summary>
    public ImmutableDictionary<string, RestartPolicy> Restarts { get; init; } = ImmutableDictionary<string, RestartPolicy>.Empty;

    /// <summary>What the services are in the pod; one that is not in here is a main service.</summary>
    public ImmutableDictionary<string, ServiceRole> Roles { get; init; } = ImmutableDictionary<string, ServiceRole>.Empty;

    /// <summary>The infra service.</summary>
    public ComposeService InfraService =>
        Model.Service(Infra) ?? throw new InvalidOperationException("The infra service is used before the step that adds it.");

    /// <summary>The service of the file that a service of the pod comes from; itself, unless it is a further instance.</summary>
    /// <param name="service">A service of the pod.</param>
    public string Origin(string service) => InstanceOf.GetValueOrDefault(service, service);

    /// <summary>This draft with one more note.</summary>
    /// <param name="note">A sentence.</param>
    public PodDraft Noting(string note) => this with { Notes = Notes.Add(note) };

    /// <summary>Only the names: what the services are given may be secret.</summary>
    public override string ToString() => $"{Model.Name} ({string.Join(", ", Model.Services.Select(service => service.Name))})";
}
