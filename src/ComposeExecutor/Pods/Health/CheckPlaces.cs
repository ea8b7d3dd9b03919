using System.Collections.Immutable;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Pods.Health;

/// <summary>What has to be known of a pod to tell where a check is made.</summary>
public sealed class CheckPlaces
{
    private readonly PodDraft _plan;
    private readonly ImmutableDictionary<string, ImageFacts> _images;

    /// <summary>Looks at a pod.</summary>
    /// <param name="plan">The pod, transformed.</param>
    /// <param name="images">What its images say of themselves, by service.</param>
    /// <param name="chosen">The service that <c>pod.health.service</c> names; null for none.</param>
    /// <exception cref="CheckException">There is no such service.</exception>
    public CheckPlaces(PodDraft plan, ImmutableDictionary<string, ImageFacts> images, string? chosen)
    {
        (_plan, _images) = (plan, images);
        Services = [.. plan.Services.Select(service => service.Name)];
        if (chosen is not null && !Services.Contains(chosen))
            throw new CheckException($"pod.health.service names '{chosen}', which is no service of the pod. Its services are {string.Join(", ", Services)}.");
        Named = chosen;
    }

    /// <summary>The pod's services, by name.</summary>
    public ImmutableArray<string> Services { get; }

    /// <summary>The service that commands are run in; null when it has not been named and there are several.</summary>
    public string? Chosen => Named ?? (Services is [var only] ? only : null);

    private string? Named { get; }

    /// <summary>
    /// The service that listens on a port, and the port it listens on. The port is one inside the pod, or a host port that the pod publishes:
    /// Marathon sends the one where it knows it, and the other where it does not.
    /// </summary>
    /// <param name="port">The port that the task names.</param>
    public (string Service, int Port)? Find(int port)
    {
        var published = _plan.Ports.Where(mapping => mapping.Protocol == "tcp" && (Named is null || mapping.Service == Named)).ToList();
        if (published.Find(mapping => mapping.ContainerPort == port) is { } inside)
            return (inside.Service, port);
        if (Exposing(port) is { } exposing)
            return (exposing, port);
        if (published.Find(mapping => mapping.HostPort == port) is { } outside)
            return (outside.Service, outside.ContainerPort);
        return (Chosen ?? _plan.Members.FirstOrDefault()?.Name) is { } service && (Chosen is not null || _plan.Members.Count() == Services.Length)
            ? (service, port)
            : _plan.Services.All(InHostNetwork) && Services is [var first, ..] ? (first, port) : null;
    }

    /// <summary>The service whose container holds the network of a service; null for the host's.</summary>
    /// <param name="service">The service.</param>
    public string? NetworkOwner(string service) =>
        _plan.Infra.Length > 0 && _plan.Members.Any(member => member.Name == service) ? _plan.Infra
        : _plan.Model.Service(service) is { } own && InHostNetwork(own) ? null
        : service;

    // What those who share a network expose has become the infra service's.
    private string? Exposing(int port) =>
        _plan.Model.Services.Select(service => service.Name).Where(name => Named is null || name == Named || name == NetworkOwner(Named)).FirstOrDefault(name =>
            _plan.Model.Service(name) is { } service
            && ListeningPort.Of(service, _images.GetValueOrDefault(name)).Any(listening => listening.Number == port && listening.Protocol == "tcp"));

    private static bool InHostNetwork(Compose.ComposeService service) => service.NetworkMode == "host";
}
