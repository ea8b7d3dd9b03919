using Microsoft.Win32.SafeHandles;

namespace ComposeExecutor.Leases;

/// <summary>The folder with the leases of the pods of a host. Nobody but its owner can enter it.</summary>
/// <param name="path">The folder, absolute.</param>
public sealed class LeaseFolder(string path)
{
    private const string Extension = ".lease";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Takes the lease of a pod, before anything of the pod exists.</summary>
    /// <param name="project">The pod's Compose project, which the lease is named after.</param>
    /// <param name="content">What it says.</param>
    /// <returns>The lease; null when somebody holds it.</returns>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be used.</exception>
    public Lease? TryCreate(string project, LeaseContent content)
    {
        Prepare();
        var file = FileOf(project);

        // Whoever watches the folder sees it only once it is held and says something.
        var unseen = System.IO.Path.Combine(path, $"{project}.{Guid.NewGuid():N}");
        var handle = FileLock.Create(unseen);
        var lease = new Lease(file, handle);
        try
        {
            if (!FileLock.TryTake(handle))
                throw new IOException($"Somebody else holds the new file {unseen}.");
            lease.Write(content);
            while (!FileLock.TryRename(unseen, file))
            {
                if (FileLock.Open(file) is not { } known)
                    continue;
                File.Delete(unseen);
                lease.Dispose();
                return TryInherit(file, known, content);
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            File.Delete(unseen);
            throw;
        }
    }

    /// <summary>The projects that have a lease; none when there is no folder.</summary>
    public IReadOnlyList<string> Projects() => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, $"*{Extension}").Select(ProjectOf).OfType<string>().Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The project whose lease a file is by its name; null when it is none.</summary>
    public static string? ProjectOf(string file) =>
        System.IO.Path.GetFileName(file) is var name && name.EndsWith(Extension, StringComparison.Ordinal) && IsProject(name[..^Extension.Length])
            ? name[..^Extension.Length]
            : null;

    /// <summary>What a lease says, whoever holds it; null when there is no such lease, or it says of no pod.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public LeaseContent? Read(string project)
    {
        using var file = FileLock.Open(FileOf(project));
        return file is null ? null : Lease.Read(file);
    }

    /// <summary>Takes a lease that nobody holds any longer; null when somebody does, or when there is no such lease.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public Lease? TryTake(string project)
    {
        if (FileLock.Open(FileOf(project)) is not { } file)
            return null;
        if (FileLock.TryTake(file))
            return Taken(project, file);
        file.Dispose();
        return null;
    }

    /// <summary>Takes a lease as soon as its holder is gone; null when there is no such lease then.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public async Task<Lease?> TakeAsync(string project)
    {
        if (FileLock.Open(FileOf(project)) is not { } file)
            return null;
        await FileLock.TakeAsync(file);
        return Taken(project, file);
    }

    /// <summary>Keeps all others out who start or end a reaper of this folder.</summary>
    /// <returns>To be disposed to let them in.</returns>
    /// <exception cref="IOException">The folder cannot be locked.</exception>
    public async Task<IDisposable> LockAsync()
    {
        var folder = FileLock.OpenFolder(path);
        await FileLock.TakeAsync(folder);
        return folder;
    }

    // Leases name what is removed from the host: they are of no use where others can write them.
    private void Prepare()
    {
        Directory.CreateDirectory(path, OwnerOnly);
        if (FileFacts.Of(path) is not { IsFolder: true, IsTrusted: true })
            throw new IOException($"{path} must be a folder that belongs to this user or root, and that nobody else can write.");
    }

    private static Lease? TryInherit(string file, SafeFileHandle known, LeaseContent content)
    {
        if (FileLock.TryTake(known) && FileFacts.Of(known).Links > 0)
        {
            var lease = new Lease(file, known) { Left = Lease.Read(known) };
            lease.Write(lease.Left is { } left ? left with { ProcessId = content.ProcessId, IsBeingRemoved = true } : content);
            return lease;
        }

        known.Dispose();
        return null;
    }

    // It may have been removed while this process waited for it.
    private Lease? Taken(string project, SafeFileHandle file)
    {
        if (FileFacts.Of(file).Links > 0)
            return new Lease(FileOf(project), file) { Left = Lease.Read(file) };
        file.Dispose();
        return null;
    }

    private string FileOf(string project) => System.IO.Path.Combine(path, project + Extension);

    private static bool IsProject(string name) =>
        name.Length is > 0 and <= 63 && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_');
}
