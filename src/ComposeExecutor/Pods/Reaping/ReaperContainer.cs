using System.Globalization;
using System.Text.Json.Nodes;
using ComposeExecutor.Docker;
using ComposeExecutor.Leases;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Reaping;

/// <summary>
/// The container that a reaper is: one per host, lease folder, engine and build of this executable, shared by all pods. It is made from the
/// image of the infra container, which has nothing in it; the executable is put into a volume of the container, so that nothing
/// is left, no image either, when the container is removed.
/// </summary>
internal sealed partial class ReaperContainer
{
    /// <summary>The label of reapers, whose value is the lease folder, and of what they start, whose value is the name of the reaper.</summary>
    public const string Label = "compose-executor.reaper";

    /// <summary>Where the executable is in it.</summary>
    public const string ProgramFolder = "/reaper";

    private const string UnixScheme = "unix://";
    private const int MemoryLimit = 64 << 20;
    private const int MostThreads = 4096;
    private const int MostTries = 50;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly DockerEngine _engine;
    private readonly LeaseFolder _folder;
    private readonly TimeSpan _idle;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>Describes a reaper; nothing happens yet.</summary>
    /// <param name="engine">The engine, on this host.</param>
    /// <param name="folder">The leases.</param>
    /// <param name="idle">How long it stays without a lease.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where to tell of it.</param>
    public ReaperContainer(DockerEngine engine, LeaseFolder folder, TimeSpan idle, TimeProvider time, ILogger log)
    {
        (_engine, _folder, _idle, _time, _log) = (engine, folder, idle, time, log);
        Name = NameOf(folder.Path, engine.Host, ReaperProgram.BuildId());
    }

    /// <summary>Its name, which no other reaper of this host has.</summary>
    public string Name { get; }

    /// <summary>Whether an engine is one that a reaper can be kept on: a local one.</summary>
    public static bool IsPossibleOn(DockerEngine engine) => engine.Host.StartsWith(UnixScheme, StringComparison.Ordinal);

    /// <summary>Makes sure that the reaper runs.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="EngineException">The engine does not answer or refuses.</exception>
    /// <exception cref="IOException">The lease folder or the executable cannot be used.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        // Also against the reaper itself, which ends when it finds no lease: it is asked for when there is one.
        using var others = await _folder.LockAsync();
        for (var tries = 1; ; tries++)
        {
            switch ((await _engine.InspectAsync(Name, cancellationToken)).State)
            {
                case ContainerState.Running:
                    return;
                case not ContainerState.Gone:
                    await _engine.RemoveContainerAsync(Name, cancellationToken);
                    break;
            }

            await RemoveEndedAsync(cancellationToken);
            await PauseImage.EnsureAsync(_engine, cancellationToken);
            var program = ReaperProgram.OfThisProcess();
            if (await _engine.CreateContainerAsync(Name, Description(program), cancellationToken) is { } id)
            {
                await FillAsync(id, program, cancellationToken);
                LogStarted(_log, Name, _folder.Path);
                return;
            }

            if (tries == MostTries)
                throw new EngineException($"There is a container {Name} already, and it does not run. Remove it: docker rm -f -v {Name}");
            // One of that name is being removed.
            await Task.Delay(RetryDelay, _time, cancellationToken);
        }
    }

    /// <summary>The name of the reaper of a lease folder, an engine and a build.</summary>
    internal static string NameOf(string folder, string engine, string build) =>
        $"compose-executor-reaper-{Hash($"{folder}\n{engine}\n{build}"):x16}";

    // One whose mounts are gone, such as the socket of an engine that was only a test's, cannot be started again; and one that was killed may
    // have had something running.
    private async Task RemoveEndedAsync(CancellationToken cancellationToken)
    {
        foreach (var container in await _engine.ContainersAsync(Label, cancellationToken))
        {
            if ((await _engine.InspectAsync(container.Id, cancellationToken)).State == ContainerState.Exited)
                await _engine.RemoveContainerAsync(container.Id, cancellationToken);
        }
    }

    private async Task FillAsync(string id, ReaperProgram program, CancellationToken cancellationToken)
    {
        try
        {
            using var archive = program.ToArchive();
            await _engine.PutFilesAsync(id, ProgramFolder, archive, cancellationToken);
            await _engine.StartAsync(id, cancellationToken);
        }
        catch
        {
            await _engine.RemoveContainerAsync(id, CancellationToken.None);
            throw;
        }
    }

    private JsonObject Description(ReaperProgram program)
    {
        var socket = _engine.Host[UnixScheme.Length..];
        var description = Base(program.Loader, _folder.Path,
        [
            "reaper", "--leases", _folder.Path, "--engine", _engine.Host, "--name", Name,
            "--idle", string.Create(CultureInfo.InvariantCulture, $"{_idle.TotalMilliseconds:0}ms"),
        ]);
        description["Volumes"] = new JsonObject { [ProgramFolder] = new JsonObject() };
        var host = description["HostConfig"]!;
        host["Mounts"] = new JsonArray(Bind(socket, socket), Bind(_folder.Path, _folder.Path));
        host["GroupAdd"] = new JsonArray(FileFacts.Of(socket, follow: true).GroupId.ToString(CultureInfo.InvariantCulture));
        host["RestartPolicy"] = JsonNode.Parse("""{ "Name": "always" }""");
        host["LogConfig"] = new JsonObject { ["Type"] = "json-file", ["Config"] = new JsonObject { ["max-size"] = "1m", ["max-file"] = "1" } };
        return description;
    }

    /// <summary>A container of this executable that can do nothing but what its mounts let it do.</summary>
    /// <param name="loader">The loader's name in <see cref="ProgramFolder"/>.</param>
    /// <param name="label">The value of its <see cref="Label"/>.</param>
    /// <param name="arguments">The executable's arguments.</param>
    internal static JsonObject Base(string loader, string label, IEnumerable<string> arguments) => new()
    {
        ["Image"] = PauseImage.Name,
        ["User"] = $"{FileFacts.OwnUserId}:{FileFacts.OwnGroupId}",
        ["Entrypoint"] = new JsonArray($"{ProgramFolder}/{loader}", "--library-path", ProgramFolder, $"{ProgramFolder}/{ReaperProgram.Name}"),
        ["Cmd"] = new JsonArray([.. arguments.Select(argument => (JsonNode?)argument)]),
        ["NetworkDisabled"] = true,
        ["Labels"] = new JsonObject { [Label] = label },
        ["HostConfig"] = new JsonObject
        {
            ["NetworkMode"] = "none",
            ["ReadonlyRootfs"] = true,
            ["CapDrop"] = new JsonArray("ALL"),
            // Where SELinux confines containers, the engine's socket is closed to them otherwise.
            ["SecurityOpt"] = new JsonArray("no-new-privileges", "label=disable"),
            ["UsernsMode"] = "host",
            ["Memory"] = MemoryLimit,
            ["PidsLimit"] = MostThreads,
        },
    };

    /// <summary>A mount of the host's files.</summary>
    internal static JsonObject Bind(string source, string target) => new() { ["Type"] = "bind", ["Source"] = source, ["Target"] = target };

    // FNV-1a: a name must be the same everywhere, and nothing depends on its being hard to forge. SHA-256 would load a library of megabytes.
    private static ulong Hash(string text) =>
        System.Text.Encoding.UTF8.GetBytes(text).Aggregate(14695981039346656037UL, (hash, value) => unchecked((hash ^ value) * 1099511628211UL));

    [LoggerMessage(LogLevel.Information, "Started the reaper {Name} for the leases in {Folder}.")]
    private static partial void LogStarted(ILogger log, string name, string folder);
}
