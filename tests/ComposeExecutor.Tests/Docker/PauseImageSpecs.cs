using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ComposeExecutor.Docker;

namespace ComposeExecutor.Tests.Docker;

public sealed class PauseImageSpecs
{
    private const UnixFileMode Mode755 =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Fact]
    public void The_archive_tags_the_image_with_the_name_that_the_executor_asks_for()
    {
        var manifest = Manifest();

        manifest["RepoTags"]!.AsArray().Select(tag => (string?)tag).ShouldBe([PauseImage.Name]);
    }

    [Fact]
    public void The_tag_is_the_beginning_of_the_images_id()
    {
        var id = Digest(Config());

        PauseImage.Name.ShouldBe("compose-executor/pause:" + id[..12]);
        ((string?)Manifest()["Config"]).ShouldBe(id + ".json");
    }

    [Fact]
    public void The_id_covers_the_content_of_the_layer()
    {
        var config = JsonNode.Parse(Config())!;

        config["rootfs"]!["diff_ids"]!.AsArray().Select(id => (string?)id).ShouldBe(["sha256:" + Digest(Layer())]);
    }

    [Fact]
    public void The_image_starts_the_program_as_a_user_without_rights()
    {
        var config = JsonNode.Parse(Config())!["config"]!;

        config["Entrypoint"]!.AsArray().Select(word => (string?)word).ShouldBe(["/pause"]);
        ((string?)config["User"]).ShouldBe("65535:65535");
        ((string?)config["Labels"]!["org.opencontainers.image.title"]).ShouldBe("compose-executor pause");
    }

    [Fact]
    public void The_image_is_for_the_machine_that_the_executor_runs_on()
    {
        var (name, elfMachine) = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ("arm64", 183) : ("amd64", 62);

        ((string?)JsonNode.Parse(Config())!["architecture"]).ShouldBe(name);
        BinaryPrimitives.ReadUInt16LittleEndian(Program().AsSpan(18)).ShouldBe((ushort)elfMachine);
    }

    [Fact]
    public void The_layer_holds_the_executable_program_and_nothing_else()
    {
        var file = Entries(Layer()).ShouldHaveSingleItem();

        file.Name.ShouldBe("pause");
        file.EntryType.ShouldBe(TarEntryType.RegularFile);
        file.Mode.ShouldBe(Mode755);
    }

    [Fact]
    public void The_program_needs_no_library_and_no_loader()
    {
        var program = Program();

        program[..4].ShouldBe("\u007fELF"u8.ToArray());
        const uint Interpreter = 3, Dynamic = 2;
        ElfSegments(program).ShouldNotContain(Interpreter);
        ElfSegments(program).ShouldNotContain(Dynamic);
    }

    [Fact]
    public void Neither_the_time_nor_the_user_of_the_build_is_in_the_image()
    {
        foreach (var entry in Entries(Archive()).Concat(Entries(Layer())))
        {
            entry.ModificationTime.ShouldBe(DateTimeOffset.UnixEpoch);
            (entry.Uid, entry.Gid).ShouldBe((0, 0));
        }

        ((string?)JsonNode.Parse(Config())!["created"]).ShouldBe("1970-01-01T00:00:00Z");
    }

    private static byte[] Archive()
    {
        using var gzip = new GZipStream(PauseImage.OpenArchive(), CompressionMode.Decompress);
        return Read(gzip);
    }

    private static JsonNode Manifest() => JsonNode.Parse(Content("manifest.json"))!.AsArray().ShouldHaveSingleItem()!;

    private static byte[] Config() => Content((string)Manifest()["Config"]!);

    private static byte[] Layer() => Content((string)Manifest()["Layers"]!.AsArray().ShouldHaveSingleItem()!);

    private static byte[] Program() => Read(Entries(Layer()).ShouldHaveSingleItem().DataStream!);

    private static byte[] Content(string file) => Read(Entries(Archive()).Single(entry => entry.Name == file).DataStream!);

    private static List<TarEntry> Entries(byte[] tar)
    {
        using var reader = new TarReader(new MemoryStream(tar));
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
            entries.Add(entry);
        return entries;
    }

    private static IEnumerable<uint> ElfSegments(byte[] program)
    {
        var table = (int)BinaryPrimitives.ReadUInt64LittleEndian(program.AsSpan(32));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(54));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(program.AsSpan(56));
        return Enumerable.Range(0, count).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(program.AsSpan(table + i * size)));
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Read(Stream stream)
    {
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
