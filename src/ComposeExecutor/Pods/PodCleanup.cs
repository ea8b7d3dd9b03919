using System.Collections.Immutable;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods;

/// <summary>Removes what belongs to a pod, found by label alone, and keeps what configuration says to keep.</summary>
internal sealed partial class PodCleanup(PodIdentity identity, DockerEngine engine, Settings settings, TimeProvider time, ILogger log)
{
    // An engine that restarts is back within this time; longer than this the end of a pod must not wait for one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateDelay = TimeSpan.FromSeconds(2);

    /// <summary>Whether the containers and volumes of a pod that ended like this stay, for somebody to look at.</summary>
    public bool Keeps(PodOutcome outcome) => outcome.State switch
    {
        TaskState.Killed when outcome.Unhealthy => !settings.CleanPod.RemoveUnhealthyPods,
        TaskState.Killed => !settings.CleanPod.RemoveContainersAndVolumes,
        TaskState.Failed when outcome.Unhealthy => !settings.CleanPod.RemoveUnhealthyPods,
        TaskState.Failed => !settings.CleanPod.RemoveFailedPods,
        _ => false,
    };

    /// <summary>Removes the containers, ending what still runs.</summary>
    /// <returns>What is left and why, or null when nothing is.</returns>
    public Task<string?> RemoveContainersAsync(CancellationToken cancellationToken) =>
        UntilDoneAsync("containers", async () =>
        {
            foreach (var container in await RemoveOnceAsync(cancellationToken))
            {
                // Somebody else is removing it too, and is not done.
                if ((await engine.InspectAsync(container.Id, cancellationToken)).State != ContainerState.Gone)
                    throw new EngineException($"container {container.Id} is still there.");
            }
        }, cancellationToken);

    /// <summary>
    /// Removes what the engine brings about after everything was removed, because it was still at work on a request that nobody
    /// waited for: looks again until two looks in a row find nothing, for a bounded time.
    /// </summary>
    public async Task RemoveLateAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var quiet = 0; quiet < 2 && time.GetElapsedTime(start) < Patience;)
        {
            await Task.Delay(LateDelay, time, cancellationToken);
            try
            {
                quiet = (await RemoveOnceAsync(cancellationToken)).Count == 0 ? quiet + 1 : 0;
            }
            catch (EngineException exception)
            {
                LogRetry(log, "late containers", identity.TaskId, exception.Message);
            }
        }
    }

    /// <summary>Ends all containers at once and keeps them.</summary>
    /// <returns>What still runs and why, or null when nothing does.</returns>
    public Task<string?> EndContainersAsync(CancellationToken cancellationToken) =>
        UntilDoneAsync("running containers", async () =>
        {
            var containers = await engine.ContainersAsync(identity.Selector, cancellationToken);
            await Task.WhenAll(containers.Select(container => engine.EndAsync(container.Id, cancellationToken)));
            LogKept(log, identity.TaskId, identity.Selector);
        }, cancellationToken);

    /// <summary>Removes the networks, the volumes unless they are to stay, and the images if they are to go.</summary>
    /// <param name="shared">What the pod may share with others: removed by the last of them.</param>
    /// <param name="images">The services' images.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    public async Task RemoveRestAsync(SharedResources shared, IEnumerable<string> images, CancellationToken cancellationToken)
    {
        await UntilDoneAsync("networks", async () =>
        {
            var ids = await engine.NetworksAsync(identity.Selector, cancellationToken);
            await Task.WhenAll(ids.Select(id => engine.RemoveNetworkAsync(id, cancellationToken)));
        }, cancellationToken);
        await RemoveSharedAsync("networks", shared.Networks, cancellationToken);
        if (!settings.Pod.KeepVolumes)
        {
            await UntilDoneAsync("volumes", async () =>
            {
                var names = await engine.VolumesAsync(identity.Selector, cancellationToken);
                await Task.WhenAll(names.Select(name => engine.RemoveVolumeAsync(name, cancellationToken)));
            }, cancellationToken);
            await RemoveSharedAsync("volumes", shared.Volumes, cancellationToken);
        }

        foreach (var image in settings.CleanPod.RemoveImages ? images.Distinct() : [])
        {
            try
            {
                await engine.RemoveImageAsync(image, cancellationToken);
            }
            catch (EngineException exception)
            {
                // Another pod uses it: then it is not this pod's to remove.
                LogImageKept(log, image, exception.Message);
            }
        }
    }

    /// <summary>Removes the images that were built for the pod and have no name of the files' own.</summary>
    public Task RemoveBuiltImagesAsync(CancellationToken cancellationToken) =>
        UntilDoneAsync("images", async () =>
        {
            var ids = await engine.ImagesAsync(identity.Selector, cancellationToken);
            await Task.WhenAll(ids.Select(id => engine.RemoveImageAsync(id, cancellationToken)));
        }, cancellationToken);

    private Task<string?> RemoveSharedAsync(string collection, ImmutableArray<string> names, CancellationToken cancellationToken) =>
        UntilDoneAsync($"shared {collection}", async () =>
        {
            foreach (var name in names)
            {
                if (await engine.RemoveUnlessUsedAsync(collection, name, SharedResources.Label, cancellationToken) is { } reason)
                    LogSharedKept(log, name, collection, reason);
            }
        }, cancellationToken);

    // Anonymous volumes go with their containers: they carry no label by which anybody would find them.
    private async Task<IReadOnlyList<ContainerEntry>> RemoveOnceAsync(CancellationToken cancellationToken)
    {
        var containers = await engine.ContainersAsync(identity.Selector, cancellationToken);
        await Task.WhenAll(containers.Select(container => engine.RemoveContainerAsync(container.Id, cancellationToken)));
        return containers;
    }

    private async Task<string?> UntilDoneAsync(string what, Func<Task> remove, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var told = false;
        while (true)
        {
            try
            {
                await remove();
                return null;
            }
            catch (EngineException exception) when (time.GetElapsedTime(start) < Patience)
            {
                if (!told)
                    LogRetry(log, what, identity.TaskId, exception.Message);
                told = true;
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
            catch (EngineException exception)
            {
                var left = $"Some {what} of the pod could not be removed: {exception.Message} Remove by hand what is labelled {identity.Selector}: docker ps -a --filter label={identity.Selector}";
                LogLeft(log, left);
                return left;
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The containers of task {TaskId} are kept for inspection (cleanpod): docker ps -a --filter label={Selector}")]
    private static partial void LogKept(ILogger log, string taskId, string selector);

    [LoggerMessage(LogLevel.Warning, "Removing the {What} of task {TaskId} failed, trying again: {Reason}")]
    private static partial void LogRetry(ILogger log, string what, string taskId, string reason);

    [LoggerMessage(LogLevel.Error, "{Left}")]
    private static partial void LogLeft(ILogger log, string left);

    [LoggerMessage(LogLevel.Information, "{Name} of the {Collection} that the files name themselves stays: {Reason}")]
    private static partial void LogSharedKept(ILogger log, string name, string collection, string reason);

    [LoggerMessage(LogLevel.Information, "Image {Image} stays: {Reason}")]
    private static partial void LogImageKept(ILogger log, string image, string reason);
}
