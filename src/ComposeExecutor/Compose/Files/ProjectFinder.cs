using System.Collections.Immutable;
using System.Text;
using ComposeExecutor.Compose.Archives;

namespace ComposeExecutor.Compose.Files;

/// <summary>
/// Finds the compose files of a pod: those that its task names, be they files, folders or inside of archives, or those that Compose finds
/// when nobody names any.
/// </summary>
public sealed class ProjectFinder
{
    /// <summary>The name of the file that a text from a label is written to.</summary>
    public const string TextFileName = "compose.label.yaml";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ArchiveSearch _archives;

    /// <summary>Prepares to find files.</summary>
    /// <param name="scratch">The folder that archives are extracted below, and a text from a label is written to; made when needed.</param>
    public ProjectFinder(string scratch) => (Scratch, _archives) = (scratch, new ArchiveSearch(scratch));

    /// <summary>The folder that archives are extracted below, and a text from a label is written to.</summary>
    public string Scratch { get; }

    /// <summary>Finds the files that a task names; without a name those in the sandbox.</summary>
    /// <param name="files">What the task names.</param>
    /// <param name="sandbox">The folder that relative names start from, and that is looked through.</param>
    /// <param name="variable">The value of <see cref="DefaultFiles.Variable"/> in the task's environment; null when it is not set.</param>
    /// <param name="cancellationToken">Ends an extraction.</param>
    /// <exception cref="ComposeException">One cannot be found or extracted; the message says what was looked for where.</exception>
    /// <exception cref="IOException">The sandbox cannot be written.</exception>
    public async Task<ProjectFiles> FindAsync(TaskFiles files, string sandbox, string? variable, CancellationToken cancellationToken)
    {
        if (files is { Names: [], Text: null })
            return string.IsNullOrEmpty(variable) ? await FindUnnamedAsync(sandbox, cancellationToken) : Named(variable, sandbox);

        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var name in files.Names)
            found.Add(await FindAsync(name, sandbox, cancellationToken));
        if (files.Text is null && found is [var folder] && Directory.Exists(folder))
            return In(folder);

        var given = found.SelectMany(path => Directory.Exists(path) ? DefaultFiles.In(path) : [path]).ToList();
        if (files.Text is not { } text)
            return new ProjectFiles { Given = [.. given], Description = string.Join(", ", given) };
        return new ProjectFiles
        {
            Given = [.. given, Write(text)],
            Folder = given.Count == 0 ? sandbox : null,
            Description = string.Join(", ", given.Append($"{text}")),
        };
    }

    /// <summary>Finds the files that Compose takes when it is started in a folder: of that folder, or of the nearest one above it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="variable">The value of <see cref="DefaultFiles.Variable"/> in the environment; null when it is not set.</param>
    /// <exception cref="ComposeException">There are none.</exception>
    public static ProjectFiles FindFrom(string folder, string? variable)
    {
        if (!string.IsNullOrEmpty(variable))
            return Named(variable, folder);
        if (DefaultFiles.AreFoundFrom(folder))
            return In(folder);
        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if (DefaultFiles.In(above) is { IsEmpty: false } files)
                return new ProjectFiles { Folder = folder, Description = string.Join(", ", files) };
        }

        throw Missing($"There is no compose file: none of {string.Join(", ", DefaultFiles.Names)} is in {folder} or in a folder above it. Name one with -f.");
    }

    private static ProjectFiles Named(string variable, string folder) =>
        new() { Folder = folder, FromVariable = true, Description = $"{variable} ({DefaultFiles.Variable})" };

    private static ProjectFiles In(string folder) => new()
    {
        Folder = folder,
        Description = DefaultFiles.In(folder) is { IsEmpty: false } files
            ? string.Join(", ", files)
            : $"what {Path.Combine(folder, ".env")} names in {DefaultFiles.Variable}",
    };

    private async Task<ProjectFiles> FindUnnamedAsync(string sandbox, CancellationToken cancellationToken) =>
        FileSearch.Find(".", sandbox) is { } folder ? In(folder)
        : await _archives.FindAsync(".", sandbox, cancellationToken) is { } extracted ? In(extracted)
        : throw Missing(
            $"The task names no compose file, and none of {string.Join(", ", DefaultFiles.Names)} is in {Places(sandbox)}. "
            + "Give it a label 'fileName' with the path of one, or of several separated by commas, or a label 'compose' with the text of one, or fetch one with it.");

    private async Task<string> FindAsync(string name, string sandbox, CancellationToken cancellationToken)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
            throw Missing("The name of a compose file must not contain a NUL character.");
        if (ArchiveSearch.Split(Path.GetFullPath(name, sandbox)) is var (archive, inner))
            return await _archives.FindInAsync(archive, inner, sandbox, cancellationToken);

        var direct = Path.GetFullPath(name, sandbox);
        var found = Path.IsPathRooted(name)
            ? File.Exists(direct) || DefaultFiles.AreFoundFrom(direct) ? direct : null
            : FileSearch.Find(name, sandbox);
        if (found is not null)
            return ArchiveReader.IsArchive(found) ? await _archives.FindInAsync(found, ".", sandbox, cancellationToken) : found;
        if (Directory.Exists(direct))
            throw Missing($"'{direct}' is a folder without a compose file: none of {string.Join(", ", DefaultFiles.Names)} is in it. Name the file (label 'fileName', or -f).");
        if (Path.IsPathRooted(name))
            throw Missing($"Compose file '{name}' does not exist on this host. Check the path (label 'fileName', or -f), and that the file is on every host that the task may run on, or fetch it with the task.");
        return await _archives.FindAsync(name, sandbox, cancellationToken)
            ?? throw Missing(
                $"Compose file '{name}' was not found: it is not in {Places(sandbox)}. "
                + "Check the label 'fileName' and the URIs that the task fetches.");
    }

    private string Places(string sandbox) =>
        $"{sandbox}, nor in the folders up to {FileSearch.MaximumDepth} deep below it"
        + (_archives.LookedThrough.Count > 0 ? $", nor in its archives ({string.Join(", ", _archives.LookedThrough)})" : "");

    // Not beside the fetched files under a name that Compose or the task could mean.
    private string Write(InlineText text)
    {
        Directory.CreateDirectory(Scratch);
        var path = Path.Combine(Scratch, TextFileName);
        File.Delete(path);
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        file.Write(Encoding.UTF8.GetBytes(text.Text));
        return path;
    }

    private static ComposeException Missing(string message) => new(ComposeFailure.InvalidFiles, message);
}
