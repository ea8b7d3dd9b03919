namespace ComposeExecutor.Configuration;

/// <summary>How the Docker Engine is reached: <c>docker.*</c>.</summary>
public sealed record DockerSettings
{
    /// <summary>The engine's address, or null for <c>DOCKER_HOST</c> and, without it, <c>unix:///var/run/docker.sock</c>.</summary>
    public required Uri? Host { get; init; }

    /// <summary>The longest time an ordinary call may take (not pulls, waits and streams); more than 0.</summary>
    public required TimeSpan Timeout { get; init; }
}
