using System.Collections.Immutable;

namespace ComposeExecutor.Compose.Files;

/// <summary>The files that Compose takes when it is not told any (its specification, "Compose file"; compose-go, <c>cli/options.go</c>).</summary>
public static class DefaultFiles
{
    /// <summary>The names of the file, the preferred one first.</summary>
    public static readonly ImmutableArray<string> Names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    /// <summary>The names of the file that is merged into it, where there is one beside it.</summary>
    public static readonly ImmutableArray<string> OverrideNames =
        ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <summary>The variable that names other files.</summary>
    public const string Variable = "COMPOSE_FILE";

    // A .env file is a few lines; what is longer is something else.
    private const int LongestEnvironmentFile = 1 << 20;

    /// <summary>The files in a folder, as absolute paths in the order in which they are merged; empty when Compose would find none.</summary>
    /// <param name="folder">The folder.</param>
    public static ImmutableArray<string> In(string folder) => First(Names, folder) is { } file
        ? [file, .. First(OverrideNames, folder) is { } further ? new[] { further } : []]
        : [];

    /// <summary>Whether Compose finds files when it is started in a folder: there are some, or a <c>.env</c> file names others.</summary>
    /// <param name="folder">The folder.</param>
    public static bool AreFoundFrom(string folder) => First(Names, folder) is not null || AreNamedIn(Path.Combine(folder, ".env"));

    /// <summary>Whether a name without folders is one that Compose looks for.</summary>
    /// <param name="name">The name of a file.</param>
    public static bool Contains(string name) => Names.Contains(name);

    private static string? First(ImmutableArray<string> names, string folder) =>
        names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static bool AreNamedIn(string environmentFile) =>
        File.Exists(environmentFile)
        && new FileInfo(environmentFile).Length <= LongestEnvironmentFile
        && File.ReadLines(environmentFile).Any(line => line.Trim() is var text
            && (text.StartsWith("export ", StringComparison.Ordinal) ? text["export ".Length..].TrimStart() : text).Split('=')[0].TrimEnd() == Variable);
}
