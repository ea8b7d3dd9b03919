using ComposeExecutor.Configuration.Keys;

namespace ComposeExecutor.Configuration;

/// <summary>
/// Everything that can be configured, typed and checked. The keys, their defaults and meanings are listed in <c>docs/configuration.md</c>.
/// </summary>
public sealed record Settings
{
    /// <summary>What applies without any configuration.</summary>
    public static Settings Default { get; } = SettingsReader.Defaults();

    /// <summary>How a pod is brought up: <c>launchtask.*</c>.</summary>
    public required LaunchTaskSettings LaunchTask { get; init; }

    /// <summary>What is removed once a pod has ended: <c>cleanpod.*</c>.</summary>
    public required CleanPodSettings CleanPod { get; init; }

    /// <summary>What a pod is made of: <c>pod.*</c>.</summary>
    public required PodSettings Pod { get; init; }

    /// <summary>How Docker Compose is run: <c>compose.*</c>.</summary>
    public required ComposeSettings Compose { get; init; }

    /// <summary>How the Docker Engine is reached: <c>docker.*</c>.</summary>
    public required DockerSettings Docker { get; init; }

    /// <summary>The executor's own log: <c>log.*</c>.</summary>
    public required LogSettings Log { get; init; }
}
