using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;

namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>One image of a pod.</summary>
/// <param name="Reference">Its name, with a tag or a digest, or its id.</param>
/// <param name="Services">The services that run it.</param>
/// <param name="Found">What it was on this host when it was last looked at; null when it was not there.</param>
/// <param name="Need">What has to be done about it.</param>
/// <param name="Puller">The service for which it is pulled.</param>
internal sealed record PodImage(string Reference, ImmutableArray<ComposeService> Services, ImageSnapshot? Found, ImageNeed Need, string Puller)
{
    /// <summary>The services that tell how to build it; of those that tell the same, one.</summary>
    public IEnumerable<string> Builders => Services
        .Where(service => service.HasBuild)
        .DistinctBy(service => service.Fields["build"]!.ToJsonString())
        .Select(service => service.Name);

    /// <summary>The image with its services, in the middle of a sentence.</summary>
    public string Described => $"{Reference} of {(Services.Length == 1 ? "service" : "services")} {string.Join(", ", Services.Select(service => $"'{service.Name}'"))}";
}
