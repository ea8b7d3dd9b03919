using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

[assembly: AssemblyFixture(typeof(ComposeExecutor.IntegrationTests.Corpus.StandInImages))]

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>
/// The images of the corpus: one layer with the stand-in program and Debian's static busybox, under many names. They are put on the
/// engine when a first test wants them, and taken away after the last test.
/// </summary>
public sealed class StandInImages : IAsyncDisposable
{
    private const int Shell = 0x1ed; // rwxr-xr-x
    private static readonly string[] Tools =
    [
        "pg_isready", "mysqladmin", "mariadb-admin", "healthcheck.sh", "redis-cli", "valkey-cli", "mongosh", "rabbitmq-diagnostics", "kafka-topics.sh",
        "zkServer.sh", "nats-server-check", "cqlsh", "etcdctl", "mc", "curl",
    ];

    private readonly Lazy<Task> _loaded = new(LoadAsync);

    /// <summary>Makes sure that the images are there.</summary>
    public Task EnsureAsync() => _loaded.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_loaded.IsValueCreated)
            await CliWrap.Cli.Wrap("docker").WithArguments(["image", "rm", "--force", .. StandInImage.All.Select(image => image.Reference)]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
    }

    private static async Task LoadAsync()
    {
        await Leftovers.RemoveAsync();
        var archive = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(archive))
                await WriteAsync(file);
            await CliWrap.Cli.Wrap("docker").WithArguments(["image", "load", "--quiet", "--input", archive]).ExecuteBufferedAsync();
        }
        finally
        {
            File.Delete(archive);
        }
    }

    // The format of `docker save` (Docker image specification 1.2): many images may name one layer.
    private static async Task WriteAsync(Stream archive)
    {
        using var layer = new MemoryStream();
        await WriteLayerAsync(layer);
        var layerId = Convert.ToHexStringLower(SHA256.HashData(layer.ToArray()));

        await using var tar = new TarWriter(archive, TarEntryFormat.Ustar);
        await AddAsync(tar, "layer.tar", layer.ToArray());
        var manifest = new JsonArray();
        foreach (var image in StandInImage.All)
        {
            var config = System.Text.Encoding.UTF8.GetBytes(Config(image, layerId).ToJsonString());
            var name = $"{Convert.ToHexStringLower(SHA256.HashData(config))}.json";
            await AddAsync(tar, name, config);
            manifest.Add(new JsonObject { ["Config"] = name, ["RepoTags"] = new JsonArray(image.Reference), ["Layers"] = new JsonArray("layer.tar") });
        }

        await AddAsync(tar, "manifest.json", System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    private static async Task WriteLayerAsync(Stream layer)
    {
        await using var tar = new TarWriter(layer, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (var folder in new[] { "app", "bin", "etc", "srv", "tmp", "usr", "usr/bin", "usr/src", "usr/src/app", "var", "var/www", "var/www/html", "var/log", "mnt" })
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, folder + "/") { Mode = (UnixFileMode)(folder == "tmp" ? 0x3ff : Shell) });
        await AddAsync(tar, "bin/stand-in", await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "stand-in")), Shell);
        await AddAsync(tar, "bin/busybox", await FromExampleAsync("cat", "/bin/busybox"), Shell);
        await AddAsync(tar, "etc/passwd", "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\nwww-data:x:33:33:www-data:/var/www:/bin/sh\n"u8.ToArray());
        await AddAsync(tar, "etc/group", "root:x:0:\nnobody:x:65534:\nwww-data:x:33:\n"u8.ToArray());
        var applets = System.Text.Encoding.ASCII.GetString(await FromExampleAsync("busybox", "--list"));
        foreach (var applet in applets.Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(["busybox"]))
            await LinkAsync(tar, $"bin/{applet}", "busybox");
        foreach (var tool in Tools)
            await LinkAsync(tar, $"usr/bin/{tool}", "/bin/stand-in");
    }

    // The static busybox is on the engine already, and may not be on the host.
    private static async Task<byte[]> FromExampleAsync(params string[] command)
    {
        using var output = new MemoryStream();
        await CliWrap.Cli.Wrap("docker").WithArguments(["run", "--rm", "--network", "none", Engine.Busybox, .. command]).WithStandardOutputPipe(PipeTarget.ToStream(output)).ExecuteAsync();
        return output.ToArray();
    }

    private static JsonObject Config(StandInImage image, string layerId)
    {
        string[] program = ["/bin/stand-in", "serve", .. image.Ports];
        var config = new JsonObject
        {
            ["Env"] = Texts(["PATH=/usr/bin:/bin", .. image.Environment]),
            ["WorkingDir"] = image.WorkingFolder,
            ["User"] = image.User,
            ["Entrypoint"] = image.HasNoEntrypoint ? null : Texts(program),
            ["Cmd"] = image.HasNoEntrypoint ? Texts(program) : null,
            ["ExposedPorts"] = image.Exposes ? Set(image.Ports.Select(port => $"{port[4..]}/{port[..3]}")) : null,
            ["Volumes"] = image.Volumes.Length > 0 ? Set(image.Volumes) : null,
        };
        if (image.HealthTest.Length > 0)
            config["Healthcheck"] = new JsonObject { ["Test"] = Texts(image.HealthTest), ["Interval"] = 1_000_000_000, ["Retries"] = 20 };
        return new JsonObject
        {
            ["architecture"] = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
            ["os"] = "linux",
            ["created"] = "1970-01-01T00:00:00Z",
            ["config"] = config,
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = Texts([$"sha256:{layerId}"]) },
        };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static JsonObject Set(IEnumerable<string> members) => new(members.Select(member => KeyValuePair.Create(member, (JsonNode?)new JsonObject())));

    private static Task AddAsync(TarWriter tar, string name, byte[] content, int mode = 0x1a4) =>
        tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = (UnixFileMode)mode, DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });

    private static Task LinkAsync(TarWriter tar, string name, string target) =>
        tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target, ModificationTime = DateTimeOffset.UnixEpoch });
}
