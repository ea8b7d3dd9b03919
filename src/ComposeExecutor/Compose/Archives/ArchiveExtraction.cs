namespace ComposeExecutor.Compose.Archives;

/// <summary>
/// Extracts an archive into a folder of its own, and nothing outside of it: no absolute names, no <c>..</c>, no links that lead out, no
/// devices, and no more than <see cref="ArchiveLimits"/> allow.
/// </summary>
internal sealed class ArchiveExtraction
{
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _archive;
    private readonly string _folder;
    private readonly Dictionary<string, string> _links = [];
    private readonly Dictionary<string, UnixFileMode> _folderModes = [];

    private readonly ArchiveLimits _limits;
    private long _copied;

    private ArchiveExtraction(string archive, string folder, ArchiveLimits limits) => (_archive, _folder, _limits) = (archive, folder, limits);

    /// <summary>Extracts an archive.</summary>
    /// <param name="archive">The archive's path.</param>
    /// <param name="folder">The folder to extract it into; what is there already is removed.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <param name="cancellationToken">Ends the extraction; what was extracted is removed again.</param>
    /// <exception cref="ComposeException">It cannot be extracted, and why; nothing of it is left.</exception>
    public static async Task ExtractAsync(string archive, string folder, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var done = false;
        try
        {
            Remove(folder);
            Directory.CreateDirectory(folder);
            await new ArchiveExtraction(archive, folder, limits).RunAsync(cancellationToken);
            done = true;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException or FormatException)
        {
            throw new ComposeException(
                ComposeFailure.InvalidFiles, $"Archive {archive} cannot be extracted into {folder}: {exception.Message.TrimEnd('.')}.", exception);
        }
        finally
        {
            if (!done)
                Remove(folder);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var entry in ArchiveReader.ReadAsync(_archive, _limits, cancellationToken))
        {
            if (Inside(entry.Name) is { Length: > 0 } name)
                await ExtractAsync(entry, name, cancellationToken);
        }

        // Only now, so that no entry is ever written through a link.
        foreach (var (name, target) in _links)
        {
            if (!ArchiveLinks.StaysInside(name, _links))
                throw new InvalidDataException($"the link '{name}' in it leads to '{target}', which is outside of it");
            File.CreateSymbolicLink(At(name), target);
        }

        foreach (var (name, mode) in _folderModes)
            File.SetUnixFileMode(At(name), mode | OwnerAll);
    }

    private async Task ExtractAsync(ArchiveEntry entry, string name, CancellationToken cancellationToken)
    {
        var path = At(name);
        if (entry.Kind == ArchiveEntryKind.Folder)
        {
            Directory.CreateDirectory(path);
            _folderModes[name] = entry.Mode;
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // An archive may hold a name twice; the last one counts.
        File.Delete(path);
        _links.Remove(name);
        switch (entry.Kind)
        {
            case ArchiveEntryKind.File:
                await using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                    await entry.Content.CopyToAsync(target, cancellationToken);
                File.SetUnixFileMode(path, entry.Mode);
                break;
            case ArchiveEntryKind.SymbolicLink:
                _links[name] = entry.LinkTarget;
                break;
            case ArchiveEntryKind.HardLink:
                CopyTo(name, Inside(entry.LinkTarget));
                break;
            default:
                throw new InvalidDataException($"'{name}' in it is neither a file nor a folder nor a link");
        }
    }

    // A copy: what is changed under one name would otherwise change under the other, which nobody expects of a sandbox.
    private void CopyTo(string name, string target)
    {
        if (!File.Exists(At(target)))
            throw new InvalidDataException($"'{name}' in it is another name of '{target}', which is no file in it");
        _copied += new FileInfo(At(target)).Length;
        if (_copied > _limits.Bytes)
            throw new InvalidDataException($"it holds more than {_limits.Bytes >> 20} MiB");
        File.Copy(At(target), At(name));
    }

    // The name of an entry without detours; empty for the archive's own top.
    private static string Inside(string name)
    {
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        return !name.StartsWith('/') && !parts.Contains("..") && !name.Contains('\0', StringComparison.Ordinal)
            ? string.Join('/', parts)
            : throw new InvalidDataException($"'{name}' in it leads out of it");
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
