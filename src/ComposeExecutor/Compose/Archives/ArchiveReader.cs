using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;

namespace ComposeExecutor.Compose.Archives;

/// <summary>Reads archives entry by entry, as they come, without believing anything they say.</summary>
internal static class ArchiveReader
{
    private const int FileTypeBits = 0xF000;
    private const int PermissionBits = 0x1FF;
    private const int LongestLinkTarget = 4096;

    private static readonly string[] Suffixes = [".tar", ".tar.gz", ".tgz", ".zip"];
    private static readonly string[] OtherSuffixes = [".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst"];

    /// <summary>Whether a file is an archive, by its name; also one that can only be refused.</summary>
    public static bool IsArchive(string path) =>
        Suffixes.Concat(OtherSuffixes).Any(suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The entries of an archive, one after the other.</summary>
    /// <param name="path">The archive: tar, tar.gz or zip, whatever its name.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is not an archive, is broken, or holds too much.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        string path, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (OtherSuffixes.Any(suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidDataException("only tar, tar.gz and zip are extracted here: pack it as one of them, or let the agent's fetcher extract it ('extract': true)");
        await using var file = File.OpenRead(path);
        var entries = await FormatAsync(file, cancellationToken) switch
        {
            ArchiveFormat.Zip => ZipAsync(file, limits, cancellationToken),
            ArchiveFormat.GZip => TarAsync(new GZipStream(file, CompressionMode.Decompress), limits, cancellationToken),
            _ => TarAsync(file, limits, cancellationToken),
        };
        var count = 0;
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            if (++count > limits.Entries)
                throw new InvalidDataException($"it holds more than {limits.Entries} entries");
            yield return entry;
        }
    }

    private static async Task<ArchiveFormat> FormatAsync(FileStream file, CancellationToken cancellationToken)
    {
        var start = new byte[2];
        var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return read < start.Length ? throw new InvalidDataException("it is empty")
            : start.AsSpan().SequenceEqual("PK"u8) ? ArchiveFormat.Zip
            : start is [0x1F, 0x8B] ? ArchiveFormat.GZip
            : ArchiveFormat.Tar;
    }

    private static async IAsyncEnumerable<ArchiveEntry> TarAsync(
        Stream stream, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var limited = new LimitedStream(stream, limits.Bytes, limits.Bytes);
        await using var reader = new TarReader(limited);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var kind = entry.EntryType switch
            {
                TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => ArchiveEntryKind.File,
                TarEntryType.Directory or TarEntryType.DirectoryList => ArchiveEntryKind.Folder,
                TarEntryType.SymbolicLink => ArchiveEntryKind.SymbolicLink,
                TarEntryType.HardLink => ArchiveEntryKind.HardLink,
                _ => ArchiveEntryKind.Special,
            };
            if (entry.EntryType != TarEntryType.GlobalExtendedAttributes)
                yield return new ArchiveEntry(entry.Name, kind, entry.Mode & (UnixFileMode)PermissionBits, entry.LinkName, entry.DataStream ?? Stream.Null);
        }
    }

    private static async IAsyncEnumerable<ArchiveEntry> ZipAsync(
        FileStream file, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, cancellationToken);
        var left = limits.Bytes;
        foreach (var entry in archive.Entries)
        {
            // What the archive says of its sizes is not relied on.
            await using var content = new LimitedStream(await entry.OpenAsync(cancellationToken), left, limits.Bytes);
            var attributes = entry.ExternalAttributes >>> 16;
            var name = entry.FullName.Replace('\\', '/');
            var kind = (attributes & FileTypeBits) switch
            {
                _ when name.EndsWith('/') => ArchiveEntryKind.Folder,
                0 or 0x8000 => ArchiveEntryKind.File,
                0x4000 => ArchiveEntryKind.Folder,
                0xA000 => ArchiveEntryKind.SymbolicLink,
                _ => ArchiveEntryKind.Special,
            };
            var target = kind == ArchiveEntryKind.SymbolicLink ? await TextAsync(content, cancellationToken) : "";
            yield return new ArchiveEntry(name, kind, ModeOf(attributes & PermissionBits, kind), target, content);
            left = content.Left;
        }
    }

    // Archives from systems without permissions have none.
    private static UnixFileMode ModeOf(int bits, ArchiveEntryKind kind) =>
        (UnixFileMode)(bits != 0 ? bits : Convert.ToInt32(kind == ArchiveEntryKind.Folder ? "755" : "644", 8));

    private static async Task<string> TextAsync(Stream content, CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestLinkTarget + 1];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= LongestLinkTarget
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new InvalidDataException($"a link in it has a target of more than {LongestLinkTarget} bytes");
    }

    private enum ArchiveFormat
    {
        Tar,
        GZip,
        Zip,
    }
}
