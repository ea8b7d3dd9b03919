using ComposeExecutor.Compose.Files;

namespace ComposeExecutor.Compose.Archives;

/// <summary>Finds compose files in archives that the agent has fetched and not extracted, and extracts the archive that has one.</summary>
/// <param name="scratch">The folder below which archives are extracted.</param>
internal sealed class ArchiveSearch(string scratch)
{
    /// <summary>The folder of extracted archives.</summary>
    public const string FolderName = ".extracted";

    private readonly List<string> _lookedThrough = [];
    private readonly Dictionary<string, string> _extracted = [];

    /// <summary>The archives that nothing was found in, with the reason where one could not be read.</summary>
    public IReadOnlyList<string> LookedThrough => _lookedThrough;

    /// <summary>How much an archive may hold.</summary>
    public ArchiveLimits Limits { get; init; } = ArchiveLimits.Default;

    /// <summary>A path through an archive, as the archive and what follows in it (<c>.</c> for all of it); null when it leads through none.</summary>
    /// <param name="path">An absolute path.</param>
    public static (string Archive, string Inner)? Split(string path)
    {
        for (var part = path; part is not null; part = Path.GetDirectoryName(part))
        {
            if (ArchiveReader.IsArchive(part) && File.Exists(part))
                return (part, part.Length == path.Length ? "." : path[(part.Length + 1)..]);
        }

        return null;
    }

    /// <summary>Extracts an archive, and finds a file in it.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="name">The file's name in it, or <c>.</c> for what Compose finds.</param>
    /// <param name="sandbox">The folder that extracted ones are named after their place in.</param>
    /// <param name="cancellationToken">Ends the extraction.</param>
    /// <exception cref="ComposeException">It cannot be extracted, or has no such file.</exception>
    public async Task<string> FindInAsync(string archive, string name, string sandbox, CancellationToken cancellationToken)
    {
        var folder = await ExtractAsync(archive, sandbox, cancellationToken);
        return FileSearch.Find(name, folder) ?? throw new ComposeException(
            ComposeFailure.InvalidFiles,
            $"Archive {archive} has no {(name == "." ? $"compose file: looked for {string.Join(", ", DefaultFiles.Names)}" : $"'{name}': looked for it")} "
            + $"at its top and up to {FileSearch.MaximumDepth} folders deep. Name the file in it in the label 'fileName', like {Path.GetFileName(archive)}/folder/compose.yaml.");
    }

    /// <summary>Finds a file in one of the archives that lie in a folder.</summary>
    /// <param name="name">The file's name in it, or <c>.</c> for what Compose finds.</param>
    /// <param name="sandbox">The folder.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The extracted file, or for <c>.</c> the folder that Compose finds it in; null when no archive has it.</returns>
    /// <exception cref="ComposeException">Several have it, or the one that does cannot be extracted.</exception>
    public async Task<string?> FindAsync(string name, string sandbox, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var archive in Directory.EnumerateFiles(sandbox).Where(ArchiveReader.IsArchive).Order(StringComparer.Ordinal))
        {
            if (await HasAsync(archive, name, cancellationToken))
                found.Add(archive);
        }

        return found switch
        {
            [] => null,
            [var only] => await FindInAsync(only, name, sandbox, cancellationToken),
            _ => throw new ComposeException(
                ComposeFailure.InvalidFiles,
                $"{(name == "." ? "A compose file" : $"Compose file '{name}'")} is in more than one archive: {string.Join(", ", found)}. "
                + $"Name the archive to use in the label 'fileName'{(name == "." ? "" : $", like {Path.GetFileName(found[0])}/{name}")}."),
        };
    }

    private async Task<bool> HasAsync(string archive, string name, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in ArchiveReader.ReadAsync(archive, Limits, cancellationToken))
            {
                var path = "/" + entry.Name.TrimEnd('/');
                if (name == "." ? DefaultFiles.Contains(Path.GetFileName(path)) : path.EndsWith("/" + name.Trim('/'), StringComparison.Ordinal))
                    return true;
            }

            _lookedThrough.Add(Path.GetFileName(archive));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException or FormatException)
        {
            // It may have nothing to do with the pod: it only matters when nothing else has the file.
            _lookedThrough.Add($"{Path.GetFileName(archive)}, which cannot be read: {exception.Message.TrimEnd('.')}");
        }

        return false;
    }

    private async Task<string> ExtractAsync(string archive, string sandbox, CancellationToken cancellationToken)
    {
        if (_extracted.TryGetValue(archive, out var known))
            return known;
        var place = Path.GetRelativePath(sandbox, archive);
        var folder = Path.Combine(scratch, FolderName, place.StartsWith("..", StringComparison.Ordinal) ? archive.TrimStart('/') : place);
        await ArchiveExtraction.ExtractAsync(archive, folder, Limits, cancellationToken);
        return _extracted[archive] = folder;
    }
}
