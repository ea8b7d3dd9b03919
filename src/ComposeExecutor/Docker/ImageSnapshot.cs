using System.Collections.Immutable;

namespace ComposeExecutor.Docker;

/// <summary>An image as the engine described it at one moment: what the pod depends on of it.</summary>
public sealed record ImageSnapshot
{
    /// <summary>The ports that it says its program listens on (<c>EXPOSE</c>), such as <c>80/tcp</c>, sorted.</summary>
    public ImmutableArray<string> ExposedPorts { get; init; } = [];

    /// <summary>Its health check (<c>HEALTHCHECK</c>): <c>CMD</c>, <c>CMD-SHELL</c> or <c>NONE</c>, then the command; empty when it has none.</summary>
    public ImmutableArray<string> HealthTest { get; init; } = [];

    /// <summary>What it runs on.</summary>
    public required ImagePlatform Platform { get; init; }

    /// <summary>When it last got a name on this host, which is when it was last pulled or built; null when the engine does not know.</summary>
    public DateTimeOffset? LastTagged { get; init; }
}
