using ComposeExecutor.Compose.Archives;

namespace ComposeExecutor.Compose.Files;

/// <summary>
/// Finds a file below a folder that the agent's fetcher has filled: where it says, or inside a folder below it, where an archive was
/// extracted.
/// </summary>
public static class FileSearch
{
    /// <summary>How many folders deep a relative name is looked for.</summary>
    public const int MaximumDepth = 4;

    // A sandbox may hold an extracted archive of any size; the search must end all the same.
    private const int MaximumFolders = 10_000;

    /// <summary>Finds a file, or a folder in which Compose finds files.</summary>
    /// <param name="name">Its name, relative to the folder.</param>
    /// <param name="folder">The folder to look in.</param>
    /// <returns>Its absolute path; null when there is none.</returns>
    /// <exception cref="ComposeException">There are several at the same depth, or too many folders to look through.</exception>
    public static string? Find(string name, string folder) => Find(name, folder, MaximumFolders);

    /// <summary>The same, with another limit on the folders that are looked through.</summary>
    internal static string? Find(string name, string folder, int maximumFolders)
    {
        var direct = Path.GetFullPath(name, folder);
        if (IsWanted(direct))
            return direct;
        return FindBelow(name, folder, maximumFolders) switch
        {
            [] => null,
            [var only] => only,
            var several => throw new ComposeException(
                ComposeFailure.InvalidFiles,
                $"{(IsTop(name) ? "A compose file" : $"Compose file '{name}'")} is there more than once: {string.Join(", ", several)}. "
                + "Name the one to use with its folder in the label 'fileName'."),
        };
    }

    private static bool IsTop(string name) => name == ".";

    // Level by level, so that what is nearest wins and only what is equally near is ambiguous.
    private static List<string> FindBelow(string name, string top, int maximumFolders)
    {
        var level = new List<string> { top };
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
                        throw new ComposeException(
                            ComposeFailure.InvalidFiles,
                            $"Compose file '{name}' was not found: {top} has more than {maximumFolders} folders, too many to look through. "
                            + "Name the file with its folder in the label 'fileName'.");
                    }

                    below.Add(child);
                }
            }

            var found = below.Select(folder => Path.GetFullPath(name, folder)).Where(IsWanted).Distinct().Order(StringComparer.Ordinal).ToList();
            if (found.Count > 0)
                return found;
            level = below;
        }

        return [];
    }

    private static bool IsWanted(string path) => File.Exists(path) || (Directory.Exists(path) && DefaultFiles.AreFoundFrom(path));

    private static IEnumerable<string> FoldersIn(string folder) =>
        Directory.EnumerateDirectories(folder, "*", new EnumerationOptions
        {
            IgnoreInaccessible = true,
            // Links may lead out of the sandbox or round in circles.
            AttributesToSkip = FileAttributes.ReparsePoint,
        }).Where(child => Path.GetFileName(child) != ArchiveSearch.FolderName);
}
