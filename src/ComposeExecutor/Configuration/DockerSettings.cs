namespace ComposeExecutor.Configuration;

/// <summary>How the Docker Engine is reached: <c>docker.*</c>.</summary>
public sealed record DockerSettings
{
    /// <summary>The engine's address, or null for <c>DOCKER_HOST</c> and, without it, <c>unix:///var/run/docker.sock</c>.</summary>
    public required Uri? Host { get; init; }

    /// <summary>The longest time an ordinary call may take (not pulls, waits and streams); more than 0.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The file with the credentials of registries, or the folder with it; null for what Docker's client would use.</summary>
    public required string? Config { get; init; }

    /// <summary>Whether the operator has locked <see cref="Config"/>, so that a file in a sandbox does not count.</summary>
    public bool ConfigIsLocked { get; init; }
}
