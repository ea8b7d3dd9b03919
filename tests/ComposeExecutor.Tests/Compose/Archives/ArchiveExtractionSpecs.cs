using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Archives;

namespace ComposeExecutor.Tests.Compose.Archives;

public sealed class ArchiveExtractionSpecs : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    private readonly string _root = Directory.CreateTempSubdirectory("archive-").FullName;

    private string Folder => Path.Combine(_root, "out");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("app.tar")]
    [InlineData("app.tar.gz")]
    [InlineData("app.TGZ")]
    [InlineData("app.zip")]
    public async Task Files_folders_and_links_inside_are_extracted(string name)
    {
        var archive = await PackAsync(name, FolderEntry("app/empty/"), FileEntry("app/compose.yaml", "services: {}"), FileEntry("./app/run.sh", "#!/bin/sh", 0x1ED), LinkEntry("app/current", "run.sh"));

        await ExtractAsync(archive);

        Text("app/compose.yaml").ShouldBe("services: {}");
        Directory.Exists(At("app/empty")).ShouldBeTrue();
        File.GetUnixFileMode(At("app/run.sh")).ShouldBe((UnixFileMode)0x1ED);
        Text("app/current").ShouldBe("#!/bin/sh");
    }

    [Fact]
    public async Task Another_name_of_a_file_is_a_copy()
    {
        await ExtractAsync(await PackAsync("a.tar", FileEntry("one", "text"), new PaxTarEntry(TarEntryType.HardLink, "two") { LinkName = "one" }));

        Text("two").ShouldBe("text");
    }

    [Fact]
    public async Task Of_a_name_that_is_there_twice_the_last_one_counts()
    {
        await ExtractAsync(await PackAsync("a.tar", FileEntry("a", "old"), LinkEntry("b", "a"), FileEntry("a", "new"), FileEntry("b", "own")));

        Text("a").ShouldBe("new");
        Text("b").ShouldBe("own");
    }

    [Fact]
    public async Task Neither_owner_nor_special_permissions_are_taken_over()
    {
        await ExtractAsync(await PackAsync("a.tar", FileEntry("a", "", 0xFFF)));

        File.GetUnixFileMode(At("a")).ShouldBe(Everybody);
    }

    [Fact]
    public async Task What_an_earlier_extraction_has_left_is_gone()
    {
        await ExtractAsync(await PackAsync("a.tar", FileEntry("old", "")));
        await ExtractAsync(await PackAsync("a.tar", FileEntry("new", "")));

        Directory.EnumerateFiles(Folder).ShouldBe([At("new")]);
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.zip")]
    public async Task A_name_that_leads_out_is_refused(string archive)
    {
        (await FailureAsync(await PackAsync(archive, FileEntry("a", ""), FileEntry("../x", "")))).ShouldContain("'../x' in it leads out of it");
        (await FailureAsync(await PackAsync(archive, FileEntry("a/../../x", "")))).ShouldContain("leads out of it");
        (await FailureAsync(await PackAsync(archive, FileEntry("/etc/x", "")))).ShouldContain("'/etc/x' in it leads out of it");
        Directory.EnumerateFileSystemEntries(_root).ShouldBe([Path.Combine(_root, archive)]);
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.zip")]
    public async Task A_link_that_leads_out_is_refused_and_nothing_is_written_through_it(string archive)
    {
        (await FailureAsync(await PackAsync(archive, LinkEntry("l", "/tmp")))).ShouldContain("the link 'l' in it leads to '/tmp', which is outside of it");
        (await FailureAsync(await PackAsync(archive, LinkEntry("l", _root), FileEntry("l/x", "")))).ShouldContain("cannot be extracted");
        (await FailureAsync(await PackAsync(archive, LinkEntry("a/l", "../..")))).ShouldContain("is outside of it");
        Directory.EnumerateFileSystemEntries(_root).ShouldBe([Path.Combine(_root, archive)]);
    }

    [Fact]
    public async Task Another_name_of_what_is_not_in_it_is_refused() =>
        (await FailureAsync(await PackAsync("a.tar", new PaxTarEntry(TarEntryType.HardLink, "two") { LinkName = "etc/passwd" }))).ShouldContain("is no file in it");

    [Fact]
    public async Task Devices_and_pipes_are_refused() =>
        (await FailureAsync(await PackAsync("a.tar", new PaxTarEntry(TarEntryType.Fifo, "pipe")))).ShouldContain("'pipe' in it is neither a file nor a folder nor a link");

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tgz")]
    [InlineData("a.zip")]
    public async Task What_grows_beyond_the_limit_is_refused_and_removed(string archive)
    {
        var packed = await PackAsync(archive, FileEntry("a", new string('x', 700_000)), FileEntry("b", new string('y', 700_000)));

        (await FailureAsync(packed, new ArchiveLimits(1 << 20, 10))).ShouldContain("it holds more than 1 MiB");
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Names_that_share_a_content_count_as_often_as_they_are_there() =>
        (await FailureAsync(
            await PackAsync("a.tar", FileEntry("a", new string('x', 700_000)), HardEntry("b"), HardEntry("c")), new ArchiveLimits(1 << 20, 10))).ShouldContain("it holds more than 1 MiB");

    [Fact]
    public async Task Too_many_entries_are_refused() =>
        (await FailureAsync(await PackAsync("a.tar", FileEntry("a", ""), FileEntry("b", ""), FileEntry("c", "")), new ArchiveLimits(1 << 20, 2))).ShouldContain("it holds more than 2 entries");

    [Theory]
    [InlineData("a.tar", "")]
    [InlineData("a.tar", "this is not an archive at all, but long enough to be looked at")]
    [InlineData("a.zip", "PK this is not an archive either")]
    [InlineData("a.tgz", "\u001f")]
    public async Task What_is_no_archive_is_told(string name, string content)
    {
        var archive = Path.Combine(_root, name);
        await File.WriteAllTextAsync(archive, content.PadRight(name == "a.tar" && content.Length > 0 ? 1024 : 0, '.'), TestContext.Current.CancellationToken);

        (await FailureAsync(archive)).ShouldStartWith($"Archive {archive} cannot be extracted into {Folder}: ");
    }

    [Fact]
    public async Task A_broken_archive_is_told_and_nothing_of_it_is_left()
    {
        var archive = await PackAsync("a.tgz", FileEntry("a", string.Join(' ', Enumerable.Range(0, 100_000))));
        await using (var file = File.OpenWrite(archive))
            file.SetLength(file.Length / 2);

        (await FailureAsync(archive)).ShouldStartWith($"Archive {archive} cannot be extracted");
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_compression_that_is_not_known_is_told_with_what_to_do()
    {
        var archive = Path.Combine(_root, "a.tar.xz");
        await File.WriteAllTextAsync(archive, "x", TestContext.Current.CancellationToken);

        (await FailureAsync(archive)).ShouldContain("let the agent's fetcher extract it");
    }

    private static PaxTarEntry FileEntry(string name, string text, int mode = 0x1A4) => new(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
        Mode = (UnixFileMode)mode,
    };

    private static PaxTarEntry FolderEntry(string name) => new(TarEntryType.Directory, name) { Mode = (UnixFileMode)0x1ED };

    private static PaxTarEntry LinkEntry(string name, string target) => new(TarEntryType.SymbolicLink, name) { LinkName = target };

    private static PaxTarEntry HardEntry(string name) => new(TarEntryType.HardLink, name) { LinkName = "a" };

    private async Task<string> PackAsync(string name, params PaxTarEntry[] entries)
    {
        var path = Path.Combine(_root, name);
        await using var file = File.Create(path);
        if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            await using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            foreach (var entry in entries)
            {
                var packed = zip.CreateEntry(entry.Name);
                var type = entry.EntryType switch { TarEntryType.SymbolicLink => 0xA000, TarEntryType.Directory => 0x4000, _ => 0x8000 };
                packed.ExternalAttributes = (type | (int)entry.Mode) << 16;
                await using var content = await packed.OpenAsync();
                await (entry.DataStream ?? new MemoryStream(Encoding.UTF8.GetBytes(entry.LinkName))).CopyToAsync(content);
            }

            return path;
        }

        await using Stream compressed = name.EndsWith("gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        await using var tar = new TarWriter(compressed, leaveOpen: true);
        foreach (var entry in entries)
            await tar.WriteEntryAsync(entry);
        return path;
    }

    private Task ExtractAsync(string archive, ArchiveLimits? limits = null) =>
        ArchiveExtraction.ExtractAsync(archive, Folder, limits ?? ArchiveLimits.Default, TestContext.Current.CancellationToken);

    private async Task<string> FailureAsync(string archive, ArchiveLimits? limits = null) =>
        (await Should.ThrowAsync<ComposeException>(() => ExtractAsync(archive, limits))).Message;

    private string At(string name) => Path.Combine(Folder, name);

    private string Text(string name) => File.ReadAllText(At(name));
}
