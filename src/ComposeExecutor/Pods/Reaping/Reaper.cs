using System.Threading.Channels;
using ComposeExecutor.Docker;
using ComposeExecutor.Leases;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Reaping;

/// <summary>
/// Watches the leases of a host. The kernel gives back the lock of a lease when the executor that held it dies, however it dies; the reaper
/// takes it then, and removes that pod.
/// </summary>
internal sealed partial class Reaper(ReaperOptions options, DockerEngine engine, TimeProvider time, ILogger log)
{
    private readonly LeaseFolder _folder = new(options.Folder);
    private readonly HashSet<string> _busy = [];
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private volatile bool _failed;
    private long _lastPod = time.GetTimestamp();

    /// <summary>Reaps until there has been nothing to watch for a while, and then removes its own container.</summary>
    /// <param name="cancellationToken">Ends it before.</param>
    /// <returns>Whether all that was to be removed is gone. When not, the engine starts the container again, with all that is mounted anew.</returns>
    /// <exception cref="IOException">The folder cannot be watched.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var events = LeaseEvents.Watch(_folder.Path);
        LogWatching(log, _folder.Path, engine.Host);
        LookAtAll(cancellationToken);
        var next = events.ReadAsync(cancellationToken).AsTask();
        var changed = _changes.Reader.ReadAsync(cancellationToken).AsTask();
        while (!_failed)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var idle = Task.Delay(UntilIdle(), time, waiting.Token);
            var first = await Task.WhenAny(next, changed, idle);
            await waiting.CancelAsync();
            await first;
            if (first == idle)
                await EndIfIdleAsync(cancellationToken);
            if (changed.IsCompleted)
                changed = _changes.Reader.ReadAsync(cancellationToken).AsTask();
            if (!next.IsCompleted)
                continue;
            if (await next is { } project)
                Look(project, cancellationToken);
            else
                LookAtAll(cancellationToken);
            next = events.ReadAsync(cancellationToken).AsTask();
        }

        return false;
    }

    private void LookAtAll(CancellationToken cancellationToken)
    {
        foreach (var project in _folder.Projects())
            Look(project, cancellationToken);
    }

    private void Look(string project, CancellationToken cancellationToken)
    {
        try
        {
            lock (_busy)
            {
                if (_busy.Contains(project) || !IsMine(project))
                    return;
                _lastPod = time.GetTimestamp();
                _busy.Add(project);
            }

            // One thread for each pod sleeps in the kernel until its executor is gone.
            _ = ReapAsync(project, _folder.TakeAsync(project), cancellationToken);
        }
        catch (IOException exception)
        {
            LogUnreadable(log, project, exception.Message);
        }
    }

    private bool IsMine(string project) => _folder.Read(project) is { } content && content.Engine == engine.Host;

    private async Task ReapAsync(string project, Task<Lease?> taking, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await taking;
            if (lease?.Left is { } content)
                await ReapAsync(lease, content, cancellationToken);
        }
        catch (Exception exception)
        {
            LogFailed(log, project, exception);
            _failed = true;
        }
        finally
        {
            lock (_busy)
            {
                _busy.Remove(project);
                _lastPod = time.GetTimestamp();
            }

            // A new pod of the same name may be there by now.
            if (!_failed)
                Look(project, cancellationToken);
            _changes.Writer.TryWrite(project);
        }
    }

    private async Task ReapAsync(Lease lease, LeaseContent content, CancellationToken cancellationToken)
    {
        LogReaping(log, content.TaskId, content.ProcessId);
        lease.Write(content with { IsBeingRemoved = true });
        var pod = new LeftPod(content, engine, time, log);
        var sweep = new HostSweep(engine, options.Name, log);
        var files = sweep.RemoveFilesAsync(content, cancellationToken);
        var left = await pod.RemoveFromEngineAsync(cancellationToken);
        await files;
        if (left is not null)
            throw new EngineException(left);
        await sweep.RemoveCgroupAsync(content, cancellationToken);
        LogReaped(log, content.TaskId);

        // The lease is held on meanwhile, so that no new pod of this name is taken for what is left of the old one.
        await pod.RemoveLateAsync(cancellationToken);
        lease.Remove();
    }

    private TimeSpan UntilIdle()
    {
        lock (_busy)
        {
            if (_busy.Count > 0)
                return Timeout.InfiniteTimeSpan;
            var left = options.Idle - time.GetElapsedTime(_lastPod);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private async Task EndIfIdleAsync(CancellationToken cancellationToken)
    {
        // No executor comes to rely on this reaper as long as this is held.
        using var others = await _folder.LockAsync();
        if (_folder.Projects().Any(IsMine))
        {
            // It has just appeared, and the kernel is about to tell of it.
            _lastPod = time.GetTimestamp();
            return;
        }

        LogIdle(log, options.Idle.TotalSeconds);
        // The last thing that this process lives to see: its own end.
        await engine.RemoveContainerAsync(options.Name, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Watching the leases in {Folder} for the engine at {Engine}.")]
    private static partial void LogWatching(ILogger log, string folder, string engine);

    [LoggerMessage(LogLevel.Information, "The executor of task {TaskId} (process {ProcessId}) is gone: removing its pod.")]
    private static partial void LogReaping(ILogger log, string taskId, int processId);

    [LoggerMessage(LogLevel.Information, "The pod of task {TaskId} is gone.")]
    private static partial void LogReaped(ILogger log, string taskId);

    [LoggerMessage(LogLevel.Warning, "The lease of {Project} cannot be read: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string project, string reason);

    [LoggerMessage(LogLevel.Error, "The pod {Project} could not be removed; starting anew.")]
    private static partial void LogFailed(ILogger log, string project, Exception exception);

    [LoggerMessage(LogLevel.Information, "There has been no pod for {Seconds} s: ending.")]
    private static partial void LogIdle(ILogger log, double seconds);
}
