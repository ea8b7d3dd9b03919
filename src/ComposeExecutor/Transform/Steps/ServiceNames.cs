using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>The names by which a service is known.</summary>
internal static class ServiceNames
{
    /// <summary>Where services find each other in a shared network.</summary>
    public const string Loopback = "127.0.0.1";

    /// <summary>The same, where the network has IPv6.</summary>
    public const string LoopbackIPv6 = "::1";

    /// <summary>Its own name, its container's, its aliases in its networks, and those that it gives others by links.</summary>
    /// <param name="service">The service with the fields of its file.</param>
    public static IEnumerable<string> Of(ComposeService service)
    {
        yield return service.Name;
        if (service.Fields["container_name"].AsText() is { Length: > 0 } containerName)
            yield return containerName;
        foreach (var alias in (service.Fields["networks"] as JsonObject)?.SelectMany(network => (network.Value as JsonObject)?["aliases"].AsTexts() ?? []) ?? [])
            yield return alias;
        foreach (var link in service.Fields["links"].AsTexts())
        {
            if (link.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
                yield return link[(colon + 1)..];
        }
    }
}
