using System.Collections.Immutable;

namespace ComposeExecutor.Compose.Files;

/// <summary>The compose files of a pod, as Compose is told of them.</summary>
public sealed record ProjectFiles
{
    /// <summary>Absolute paths, merged in this order; empty when Compose finds the files itself.</summary>
    public ImmutableArray<string> Given { get; init; } = [];

    /// <summary>
    /// Where Compose finds the files itself; with given ones, the folder that relative paths in them start from, or null for the folder of
    /// the first one.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Whether the environment may name the files (<see cref="DefaultFiles.Variable"/>).</summary>
    public bool FromVariable { get; init; }

    /// <summary>The files in words, for messages.</summary>
    public required string Description { get; init; }

    /// <summary>The same as <see cref="Description"/>.</summary>
    public override string ToString() => Description;
}
