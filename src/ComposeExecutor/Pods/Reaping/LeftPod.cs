using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Leases;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Reaping;

/// <summary>A pod whose executor is gone, as its lease tells of it.</summary>
internal sealed class LeftPod
{
    private readonly LeaseContent _content;
    private readonly PodCleanup _cleanup;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <summary>Prepares to remove it.</summary>
    /// <param name="content">What its lease says.</param>
    /// <param name="engine">The engine that it is on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where to tell of it.</param>
    public LeftPod(LeaseContent content, DockerEngine engine, TimeProvider time, ILogger log)
    {
        (_content, _time, _log) = (content, time, log);
        var settings = Settings.Default;
        _cleanup = new PodCleanup(
            new PodIdentity(content.TaskId, content.ExecutorId, "", ""),
            engine,
            settings with { Pod = settings.Pod with { KeepVolumes = content.KeepVolumes } },
            time,
            log);
    }

    /// <summary>Removes what is on the engine.</summary>
    /// <returns>What is left and why, or null when nothing is.</returns>
    public async Task<string?> RemoveFromEngineAsync(CancellationToken cancellationToken)
    {
        if (await _cleanup.RemoveContainersAsync(cancellationToken) is { } left)
            return left;
        await _cleanup.RemoveRestAsync(new SharedResources(_content.Networks, _content.Volumes), [], cancellationToken);
        await _cleanup.RemoveBuiltImagesAsync(cancellationToken);
        return null;
    }

    /// <summary>The same for what a request brings about that the executor made before it died, or a child of it that lives on.</summary>
    public async Task RemoveLateAsync(CancellationToken cancellationToken)
    {
        await _cleanup.RemoveLateAsync(cancellationToken);
        await RemoveFromEngineAsync(cancellationToken);
    }

    /// <summary>Removes what is on the host, as far as this process may: the pod's files, and its cgroup.</summary>
    public async Task RemoveFromHostAsync(CancellationToken cancellationToken)
    {
        LeftFiles.Remove(_content.Files, _log);
        if (_content.Cgroup is { } cgroup)
            await PodCgroup.Left(cgroup, _time, _log).RemoveAsync(cancellationToken);
    }
}
