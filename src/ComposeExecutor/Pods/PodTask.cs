using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Files;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods;

/// <summary>A task that is to run as a pod, with all that its surroundings decide for it.</summary>
public sealed record PodTask
{
    private const string ServiceLabel = "isService";

    /// <summary>The task as the framework sent it.</summary>
    public required TaskInfo Info { get; init; }

    /// <summary>Who the pod is.</summary>
    public required PodIdentity Identity { get; init; }

    /// <summary>The folder that names of compose files are relative to.</summary>
    public required string Sandbox { get; init; }

    /// <summary>The folder that <c>pod.yaml</c> and the services' output go to.</summary>
    public required string Folder { get; init; }

    /// <summary>The compose files, where they are not named by the task's labels.</summary>
    public ImmutableArray<string>? Files { get; init; }

    /// <summary>The folder in which Compose finds the files when nothing names any; null for the sandbox.</summary>
    public string? StartFolder { get; init; }

    /// <summary>The host ports that the task was offered; null to keep those of the files.</summary>
    public ImmutableArray<int>? OfferedPorts { get; init; }

    /// <summary>The environment for <c>${…}</c> in the files.</summary>
    public required ImmutableDictionary<string, string> Environment { get; init; }

    /// <summary>Whether the framework wants to hear of TASK_KILLING (its capability TASK_KILLING_STATE).</summary>
    public bool KillingSupported { get; init; }

    /// <summary>Whether the task is a service, which is not to end by itself: its label <c>isService</c>, else what Aurora's data says.</summary>
    public bool IsService =>
        Info.Labels.FirstOrDefault(label => label.Key == ServiceLabel || label.Key.EndsWith($".{ServiceLabel}", StringComparison.Ordinal)) is { } label
            ? bool.TryParse(label.Value.Trim(), out var isService) && isService
            : Info.Data is { } data && AuroraTask.IsService(data.Span) is true;

    /// <summary>The cgroup that the agent made for the executor alone; null when it does not isolate it.</summary>
    public string? Cgroup { get; init; }

    /// <summary>Finds the compose files.</summary>
    /// <param name="cancellationToken">Ends the extraction of an archive.</param>
    /// <exception cref="ComposeException">One cannot be found; the message says what was looked for where.</exception>
    /// <exception cref="IOException">The sandbox cannot be written.</exception>
    public async Task<ProjectFiles> FindFilesAsync(CancellationToken cancellationToken)
    {
        var named = TaskFiles.In(Info.LabelPairs);
        if (Files is { } files)
            named = named with { Names = files };
        var variable = Environment.GetValueOrDefault(DefaultFiles.Variable);
        return StartFolder is { } folder && named is { Names: [], Text: null }
            ? ProjectFinder.FindFrom(folder, variable)
            : await new ProjectFinder(Folder).FindAsync(named, Sandbox, variable, cancellationToken);
    }
}
