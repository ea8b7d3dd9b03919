namespace ComposeExecutor.Configuration;

/// <summary>How Docker Compose is run: <c>compose.*</c>.</summary>
public sealed record ComposeSettings
{
    /// <summary>The absolute path of the Compose executable, or null to look where the Docker client looks for it.</summary>
    public required string? Path { get; init; }

    /// <summary>The longest time that rendering the compose files may take; more than 0.</summary>
    public required TimeSpan Timeout { get; init; }
}
