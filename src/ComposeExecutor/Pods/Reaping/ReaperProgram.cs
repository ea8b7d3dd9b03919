using System.Globalization;
using System.Net;
using System.Text;

namespace ComposeExecutor.Pods.Reaping;

/// <summary>
/// This executable, as files that run in an empty container: itself, the C library that it runs with here, and that library's loader.
/// </summary>
/// <param name="executable">The executable's path.</param>
/// <param name="libraries">The paths of what is loaded with it, the loader among them.</param>
internal sealed class ReaperProgram(string executable, IReadOnlyList<string> libraries)
{
    /// <summary>The executable's name in the container.</summary>
    public const string Name = "compose-executor";

    private const string Self = "/proc/self/exe";

    // Of the C libraries that Native AOT runs with. What the runtime opens later by itself (for TLS) a reaper has no use for.
    private static readonly string[] Wanted = ["ld-", "libc.", "libm.", "libdl.", "libpthread.", "librt.", "libgcc_s.", "libstdc++."];

    /// <summary>The loader's name in the container.</summary>
    public string Loader { get; } = libraries.Select(Path.GetFileName).OfType<string>().FirstOrDefault(name => name.StartsWith("ld-", StringComparison.Ordinal))
        ?? throw new IOException("This executable has no loader in /proc/self/maps.");

    /// <summary>This process's own.</summary>
    /// <exception cref="IOException">It cannot be found out what they are.</exception>
    public static ReaperProgram OfThisProcess() => new(Self, LibrariesIn(File.ReadLines("/proc/self/maps")));

    /// <summary>
    /// What tells one build of this executable from another: the id that the linker has put into it, or, without one, its size and age.
    /// </summary>
    public static string BuildId()
    {
        using var file = File.OpenRead(Self);
        var start = new byte[1 << 16];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return BuildIdIn(start.AsSpan(0, read)) ?? string.Create(CultureInfo.InvariantCulture, $"{file.Length:x}-{File.GetLastWriteTimeUtc(Self).Ticks:x}");
    }

    /// <summary>The note of that id at the beginning of an ELF file (NT_GNU_BUILD_ID, elf(5)); null when it has none.</summary>
    internal static string? BuildIdIn(ReadOnlySpan<byte> start)
    {
        // The sizes of name and id, the type of the note, the name.
        ReadOnlySpan<byte> note = [4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0];
        var found = start.IndexOf(note);
        return found >= 0 && start.Length >= found + note.Length + 20 ? Convert.ToHexStringLower(start.Slice(found + note.Length, 20)) : null;
    }

    /// <summary>The files of the C library in a table of mappings (<c>/proc/self/maps</c>).</summary>
    internal static IReadOnlyList<string> LibrariesIn(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var path ? line[path..] : "")
            .Where(path => Wanted.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal)))
            .Distinct(),
    ];

    /// <summary>The files as an archive (POSIX ustar), written while it is sent: there is no copy in memory.</summary>
    /// <exception cref="IOException">One of them cannot be read, for example because it was replaced since this process started.</exception>
    public HttpContent ToArchive() => new Archive([(Name, executable), .. libraries.Select(path => (Path.GetFileName(path), path))]);

    private sealed class Archive : HttpContent
    {
        private const int Block = 512;

        private readonly List<(string Name, FileStream File)> _files = [];

        public Archive(IEnumerable<(string Name, string Path)> files)
        {
            foreach (var (name, path) in files)
                _files.Add((name, File.OpenRead(path)));
            Headers.ContentType = new("application/x-tar");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var (name, file) in _files)
            {
                await stream.WriteAsync(Header(name, file.Length));
                await file.CopyToAsync(stream);
                await stream.WriteAsync(new byte[Padding(file.Length)]);
            }

            // Two empty blocks are the end.
            await stream.WriteAsync(new byte[2 * Block]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _files.Sum(file => Block + file.File.Length + Padding(file.File.Length)) + (2 * Block);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var (_, file) in _files)
                file.Dispose();
            base.Dispose(disposing);
        }

        private static int Padding(long length) => (int)((Block - (length % Block)) % Block);

        private static byte[] Header(string name, long length)
        {
            var header = new byte[Block];
            Put(0, name);
            Put(100, "0000755");
            Put(108, "0000000"); // owner
            Put(116, "0000000"); // group
            Put(124, Convert.ToString(length, 8).PadLeft(11, '0'));
            Put(136, "00000000000"); // modified 1970-01-01
            Put(148, "        "); // the checksum counts itself as spaces
            Put(156, "0"); // a regular file
            Put(257, "ustar\0" + "00");
            Put(148, Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ");
            return header;

            void Put(int offset, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(offset));
        }
    }
}
