using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ComposeExecutor.Docker;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ComposeExecutor.IntegrationTests.Docker;

public sealed class PauseImageSpecs : EngineTest
{
    [Fact]
    public async Task An_absent_image_is_loaded()
    {
        var image = OwnImage();
        await Should.ThrowAsync<DockerImageNotFoundException>(Engine.Images.InspectImageAsync(image.Name, Deadline));

        await PauseImage.EnsureAsync(Tested, image.Name, image.Open, Deadline);

        (await Engine.Images.InspectImageAsync(image.Name, Deadline)).RepoTags.ShouldBe([image.Name]);
    }

    [Fact]
    public async Task An_image_that_is_there_is_not_loaded_again()
    {
        var image = OwnImage();
        await PauseImage.EnsureAsync(Tested, image.Name, image.Open, Deadline);

        await PauseImage.EnsureAsync(Tested, image.Name, () => throw new InvalidOperationException("The archive was opened."), Deadline);
    }

    [Fact]
    public async Task The_image_has_the_same_id_each_time_it_is_loaded()
    {
        var image = OwnImage();

        await PauseImage.EnsureAsync(Tested, image.Name, image.Open, Deadline);
        var first = await Engine.Images.InspectImageAsync(image.Name, Deadline);
        await Engine.Images.DeleteImageAsync(image.Name, new ImageDeleteParameters(), Deadline);
        await PauseImage.EnsureAsync(Tested, image.Name, image.Open, Deadline);
        var second = await Engine.Images.InspectImageAsync(image.Name, Deadline);

        second.ID.ShouldBe(first.ID);
        second.ID.ShouldBe("sha256:" + image.Id);
    }

    [Fact]
    public async Task Executors_that_load_it_at_the_same_time_all_succeed()
    {
        var image = OwnImage();
        var engines = Enumerable.Range(0, 8).Select(_ => new DockerEngine(Tested.Host, TimeSpan.FromSeconds(30))).ToList();

        await Task.WhenAll(engines.Select(engine => PauseImage.EnsureAsync(engine, image.Name, image.Open, Deadline)));

        (await Engine.Images.InspectImageAsync(image.Name, Deadline)).ID.ShouldBe("sha256:" + image.Id);
        engines.ForEach(engine => engine.Dispose());
    }

    [Fact]
    public async Task An_error_inside_the_engines_answer_names_the_image_and_the_reason()
    {
        var image = OwnImage();
        var config = JsonNode.Parse(image.ConfigFile)!;
        config["rootfs"]!["diff_ids"]![0] = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Guid.NewGuid().ToByteArray()));
        var withoutLayer = Gzip(Tar([
            ("manifest.json", image.ManifestFile),
            (image.Id + ".json", Encoding.UTF8.GetBytes(config.ToJsonString())),
        ]));

        var failure = await Should.ThrowAsync<EngineException>(
            PauseImage.EnsureAsync(Tested, image.Name, () => new MemoryStream(withoutLayer), Deadline));

        failure.Message.ShouldContain(image.Name);
        failure.Message.ShouldContain("layer.tar");
    }

    [Fact]
    public async Task An_archive_that_holds_another_image_is_an_error()
    {
        var (image, other) = (OwnImage(), OwnImage());

        var failure = await Should.ThrowAsync<EngineException>(PauseImage.EnsureAsync(Tested, image.Name, other.Open, Deadline));

        failure.Message.ShouldContain("does not have the image");
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_an_error_that_says_so()
    {
        using var nobody = new DockerEngine("unix:///nonexistent/docker.sock", TimeSpan.FromSeconds(30));

        var failure = await Should.ThrowAsync<EngineException>(PauseImage.EnsureAsync(nobody, Deadline));

        failure.Message.ShouldStartWith("The Docker Engine at unix:///nonexistent/docker.sock does not answer");
        failure.InnerException.ShouldNotBeNull();
    }

    /// <summary>The embedded image with another label, and so with another id and name: whoever uses the real one is not disturbed.</summary>
    private OwnedImage OwnImage()
    {
        var image = OwnedImage.Create();
        Owns(image.Name);
        return image;
    }

    private sealed record OwnedImage(string Name, string Id, byte[] ManifestFile, byte[] ConfigFile, byte[] Archive)
    {
        public static OwnedImage Create()
        {
            var files = ReadArchive();
            var manifest = JsonNode.Parse(files["manifest.json"])!;
            var config = JsonNode.Parse(files[(string)manifest[0]!["Config"]!])!;

            config["config"]!["Labels"]!["test"] = Guid.NewGuid().ToString();
            var configBytes = Encoding.UTF8.GetBytes(config.ToJsonString());
            var id = Convert.ToHexStringLower(SHA256.HashData(configBytes));
            var name = "compose-executor/pause-test:" + id[..12];
            manifest[0]!["Config"] = id + ".json";
            manifest[0]!["RepoTags"] = new JsonArray(name);
            var manifestBytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());

            var archive = Gzip(Tar([(id + ".json", configBytes), ("layer.tar", files["layer.tar"]), ("manifest.json", manifestBytes)]));
            return new OwnedImage(name, id, manifestBytes, configBytes, archive);
        }

        public MemoryStream Open() => new MemoryStream(Archive);
    }

    private static Dictionary<string, byte[]> ReadArchive()
    {
        using var gzip = new GZipStream(PauseImage.OpenArchive(), CompressionMode.Decompress);
        using var reader = new TarReader(gzip);
        var files = new Dictionary<string, byte[]>();
        while (reader.GetNextEntry() is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }

    private static byte[] Tar(IEnumerable<(string Name, byte[] Content)> files)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return tar.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
