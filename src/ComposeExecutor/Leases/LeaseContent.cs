using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Leases;

/// <summary>What a lease says of its pod, for whoever removes the pod when its executor is gone.</summary>
public sealed record LeaseContent
{
    // The folders that PodContext.Folder has files for containers in (WriteInlineFiles).
    private static readonly ImmutableArray<string> FileFolders = ["secrets", "configs"];

    /// <summary>The task's id, which everything of the pod on the engine carries as a label.</summary>
    public required string TaskId { get; init; }

    /// <summary>The executor's id.</summary>
    public string ExecutorId { get; init; } = "";

    /// <summary>The executor's process id on its host, for people.</summary>
    public int ProcessId { get; init; }

    /// <summary>The address of the engine that the pod is on.</summary>
    public required string Engine { get; init; }

    /// <summary>The folder that the pod's files are in; empty for none.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The files to remove with the pod, such as secrets; all below <see cref="Folder"/>.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The cgroup or slice that was made for the pod, to be removed once it is empty; null for none.</summary>
    public string? Cgroup { get; init; }

    /// <summary>Networks that the pod shares with others, removed by the last of them.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>Volumes that the pod shares with others, removed by the last of them.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Whether the pod's named volumes stay.</summary>
    public bool KeepVolumes { get; init; }

    /// <summary>Whether the executor is gone, and the pod is being removed by whoever holds the lease now.</summary>
    public bool IsBeingRemoved { get; init; }

    /// <summary>The content as a line of a lease file.</summary>
    public string ToLine() => new JsonObject
    {
        ["taskId"] = TaskId,
        ["executorId"] = ExecutorId,
        ["processId"] = ProcessId,
        ["engine"] = Engine,
        ["folder"] = Folder,
        ["files"] = Array(Files),
        ["cgroup"] = Cgroup,
        ["networks"] = Array(Networks),
        ["volumes"] = Array(Volumes),
        ["keepVolumes"] = KeepVolumes,
        ["isBeingRemoved"] = IsBeingRemoved,
    }.ToJsonString() + "\n";

    /// <summary>
    /// The content by the text of a lease file: its last whole line, since an executor may die while it writes one. Nothing in it is
    /// believed that could get more removed than a pod: fields of another type count as absent, and so do files that are not where pods
    /// have files.
    /// </summary>
    /// <returns>The content; null when the text says of no pod.</returns>
    public static LeaseContent? Read(string text)
    {
        var lines = text.Split('\n');
        try
        {
            if (lines.Length < 2 || JsonNode.Parse(lines[^2]) is not JsonObject fields
                || Text(fields["taskId"]) is not { Length: > 0 } taskId || Text(fields["engine"]) is not { Length: > 0 } engine)
            {
                return null;
            }

            var folder = Text(fields["folder"]) is ['/', _, ..] path && IsPlain(path) ? path : "";
            return new LeaseContent
            {
                TaskId = taskId,
                ExecutorId = Text(fields["executorId"]) ?? "",
                ProcessId = fields["processId"] is JsonValue number && number.TryGetValue(out int id) ? id : 0,
                Engine = engine,
                Folder = folder,
                Files = folder.Length == 0 ? [] : [.. Texts(fields["files"]).Where(file => IsPodFile(folder, file))],
                Cgroup = Text(fields["cgroup"]) is { Length: > 1 } cgroup && IsCgroup(cgroup) ? cgroup : null,
                Networks = [.. Texts(fields["networks"]).Where(name => name.Length > 0)],
                Volumes = [.. Texts(fields["volumes"]).Where(name => name.Length > 0)],
                KeepVolumes = Flag(fields["keepVolumes"]),
                IsBeingRemoved = Flag(fields["isBeingRemoved"]),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsPodFile(string folder, string file) =>
        IsPlain(file) && FileFolders.Any(name => Path.GetDirectoryName(file) == $"{folder}/{name}");

    private static bool IsCgroup(string name) => name[0] == '/'
        ? IsPlain(name)
        : name.EndsWith(".slice", StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal) && name[0] != '-';

    // A path as the kernel would write it: no way up, no doubled slashes, nothing that a mount could take for something else.
    private static bool IsPlain(string path) => !path.Any(char.IsControl) && Path.GetFullPath(path) == path;

    private static JsonArray Array(ImmutableArray<string> items) => new([.. items.Select(item => (JsonNode?)item)]);

    private static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray items ? items.Select(Text).OfType<string>() : [];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) && flag;
}
