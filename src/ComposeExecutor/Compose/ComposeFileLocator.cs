using System.Collections.Immutable;

namespace ComposeExecutor.Compose;

/// <summary>
/// Finds the compose files that a task names: absolute, relative to the sandbox, or inside a folder below it, where the
/// agent's fetcher has extracted an archive.
/// </summary>
public static class ComposeFileLocator
{
    /// <summary>How many folders deep below the sandbox a relative name is looked for.</summary>
    public const int MaximumDepth = 4;

    // A sandbox may hold an extracted archive of any size; the search must end all the same.
    private const int MaximumFolders = 10_000;

    /// <summary>
    /// The names in the label <c>fileName</c>, split at commas. A label whose key ends in <c>.fileName</c> counts too, since
    /// frameworks put prefixes before the keys they pass on (Aurora's <c>org.apache.aurora.metadata.</c>).
    /// </summary>
    /// <param name="labels">The labels of the task, in order.</param>
    /// <exception cref="ComposeException">No such label, or it names nothing.</exception>
    public static ImmutableArray<string> NamesIn(IEnumerable<KeyValuePair<string, string>> labels)
    {
        ImmutableArray<string> names =
        [
            .. labels
                .Where(label => label.Key == "fileName" || label.Key.EndsWith(".fileName", StringComparison.Ordinal))
                .SelectMany(label => label.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Distinct(),
        ];
        if (names.IsEmpty)
        {
            throw new ComposeException(
                ComposeFailure.InvalidFiles,
                "The task names no compose file: give it a label 'fileName' with the path of one, or of several separated by commas.");
        }

        return names;
    }

    /// <summary>Finds each of the files.</summary>
    /// <param name="names">The names as the task gives them, in the order in which Compose is to merge the files.</param>
    /// <param name="sandbox">The folder that relative names start from.</param>
    /// <returns>Absolute paths of files that exist, in the same order.</returns>
    /// <exception cref="ComposeException">One is missing, or is there more than once at the same depth.</exception>
    public static ImmutableArray<string> Locate(IEnumerable<string> names, string sandbox) =>
        Locate(names, sandbox, MaximumFolders);

    /// <summary>The same, with another limit on the folders that are looked through.</summary>
    internal static ImmutableArray<string> Locate(IEnumerable<string> names, string sandbox, int maximumFolders) =>
        [.. names.Select(name => Locate(name, sandbox, maximumFolders))];

    private static string Locate(string name, string sandbox, int maximumFolders)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
            throw Missing("The name of a compose file must not contain a NUL character.");

        var direct = Path.GetFullPath(name, sandbox);
        if (File.Exists(direct))
            return direct;
        if (Path.IsPathRooted(name))
            throw IsFolder(direct) ?? Missing($"Compose file '{name}' does not exist on this host. Check the path in the label 'fileName', or fetch the file with the task.");

        var found = FindBelow(name, sandbox, maximumFolders);
        return found switch
        {
            [var only] => only,
            [] => throw IsFolder(direct) ?? Missing(
                $"Compose file '{name}' was not found: looked in {sandbox} and in the folders up to {MaximumDepth} deep below it. "
                + "Check the label 'fileName' and the URIs that the task fetches."),
            _ => throw Missing(
                $"Compose file '{name}' is there more than once: {string.Join(", ", found)}. "
                + "Name the one to use with its folder in the label 'fileName'."),
        };
    }

    // Level by level, so that the file nearest to the sandbox wins and only equally near ones are ambiguous.
    private static List<string> FindBelow(string name, string sandbox, int maximumFolders)
    {
        var level = new List<string> { sandbox };
        var visited = 0;
        for (var depth = 1; depth <= MaximumDepth; depth++)
        {
            var below = new List<string>();
            foreach (var folder in level)
            {
                foreach (var child in FoldersIn(folder))
                {
                    if (++visited > maximumFolders)
                    {
                        throw Missing(
                            $"Compose file '{name}' was not found: {sandbox} has more than {maximumFolders} folders, too many to look through. "
                            + "Name the file with its folder in the label 'fileName'.");
                    }

                    below.Add(child);
                }
            }

            var found = below.Select(folder => Path.GetFullPath(name, folder)).Where(File.Exists).Distinct().Order(StringComparer.Ordinal).ToList();
            if (found.Count > 0)
                return found;
            level = below;
        }

        return [];
    }

    private static IEnumerable<string> FoldersIn(string folder) =>
        Directory.EnumerateDirectories(folder, "*", new EnumerationOptions
        {
            IgnoreInaccessible = true,
            // Links may lead out of the sandbox or round in circles.
            AttributesToSkip = FileAttributes.ReparsePoint,
        });

    private static ComposeException? IsFolder(string path) =>
        Directory.Exists(path) ? Missing($"'{path}' is a folder, not a compose file: name the file in it.") : null;

    private static ComposeException Missing(string message) => new(ComposeFailure.InvalidFiles, message);
}
