using System.Collections.Immutable;

namespace ComposeExecutor.Docker;

/// <summary>A command to be run inside a container.</summary>
/// <param name="Arguments">The program and its arguments; no shell is involved unless it is the program.</param>
public sealed record ExecCommand(ImmutableArray<string> Arguments)
{
    /// <summary>Variables beside those of the container, as <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>Who runs it; null for the container's user.</summary>
    public string? User { get; init; }

    /// <summary>Where it runs; null for the container's working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether it has all capabilities.</summary>
    public bool Privileged { get; init; }
}
