using ComposeExecutor.Docker;
using ComposeExecutor.Leases;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Reaping;

/// <summary>
/// The executor's side of a pod's lease: taken before anything of the pod exists, told what the pod comes to have on the host, removed when
/// nothing is left. Where there can be no lease the pod runs without, and the log says so.
/// </summary>
internal sealed partial class PodLease(PodTask task, PodDependencies dependencies)
{
    // Longer than a reaper takes to be sure that nothing of a pod comes late.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly ILogger _log = dependencies.Log;
    private Lease? _lease;
    private LeaseContent? _content;
    private Task _reaper = Task.CompletedTask;

    /// <summary>Takes the lease, and sees to it that there is a reaper, which is not waited for.</summary>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <exception cref="LaunchException">Another executor of this host runs this task.</exception>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (dependencies.Settings.Pod.Leases is not { } path)
            return;
        var folder = new LeaseFolder(path);
        try
        {
            _content = new LeaseContent
            {
                TaskId = task.Identity.TaskId,
                ExecutorId = task.Identity.ExecutorId,
                ProcessId = Environment.ProcessId,
                Engine = dependencies.Engine.Host,
                KeepVolumes = dependencies.Settings.Pod.KeepVolumes,
            };
            _lease = await TakeAsync(folder, _content, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNoLease(_log, task.Identity.TaskId, path, exception.Message);
            return;
        }

        if (!dependencies.Settings.Pod.Reaper)
            return;
        if (ReaperContainer.IsPossibleOn(dependencies.Engine))
            _reaper = StartReaperAsync(folder);
        else
            LogNoReaperElsewhere(_log, dependencies.Engine.Host);
    }

    /// <summary>Notes what is to be removed with the pod, before it is there.</summary>
    /// <param name="files">The files that its containers mount.</param>
    /// <param name="cgroup">The cgroup that was made for it; null for none.</param>
    /// <param name="shared">What it shares with others.</param>
    public void Note(IEnumerable<PodFile> files, string? cgroup, SharedResources shared)
    {
        if (_lease is null)
            return;
        var content = _content! with
        {
            Folder = task.Folder,
            Files = [.. _content.Files.Union(files.Select(file => file.Path))],
            Cgroup = cgroup ?? _content.Cgroup,
            Networks = shared.Networks,
            Volumes = shared.Volumes,
        };
        try
        {
            _lease.Write(content);
            _content = content;
        }
        catch (IOException exception)
        {
            LogNotNoted(_log, task.Identity.TaskId, exception.Message);
        }
    }

    /// <summary>Gives the lease back.</summary>
    /// <param name="isGone">Whether nothing of the pod is left that should not be; else it is left to the reaper.</param>
    public async Task ReleaseAsync(bool isGone)
    {
        await _reaper;
        try
        {
            if (isGone)
                _lease?.Remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The reaper finds nothing of the pod then, and removes it.
            LogNotRemoved(_log, task.Identity.TaskId, exception.Message);
        }
        finally
        {
            _lease?.Dispose();
        }
    }

    private async Task<Lease> TakeAsync(LeaseFolder folder, LeaseContent content, CancellationToken cancellationToken)
    {
        var project = task.Identity.Project;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (folder.TryCreate(project, content) is { } lease)
            {
                if (lease.Left is not { } left)
                    return lease;
                LogInherited(_log, task.Identity.TaskId, left.ProcessId);
                await RemoveLeftAsync(lease, left, cancellationToken);
                lease.Write(content);
                return lease;
            }

            if (folder.Read(project) is { IsBeingRemoved: false } holder)
                throw Runs(holder.ProcessId);

            // Whoever removes what another executor has left is done in seconds. What comes of the waiting is given back at once.
            LogWaiting(_log, task.Identity.TaskId);
            try
            {
                using var taken = await folder.TakeAsync(project).WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Runs(folder.Read(project)?.ProcessId ?? 0);
            }
        }
    }

    private LaunchException Runs(int processId) => new(
        TaskReason.TaskInvalid,
        $"Task {task.Identity.TaskId} runs on this host already: process {processId} holds its lease in {dependencies.Settings.Pod.Leases}. Give this one another id, or end the other one first.");

    private async Task RemoveLeftAsync(Lease lease, LeaseContent left, CancellationToken cancellationToken)
    {
        try
        {
            var pod = new LeftPod(left, dependencies.Engine, dependencies.Time, _log);
            if (await pod.RemoveFromEngineAsync(cancellationToken) is { } reason)
                throw new LaunchException(TaskReason.TaskInvalid, reason);
            await pod.RemoveFromHostAsync(cancellationToken);
        }
        catch
        {
            // Still left, and now to whoever comes next.
            lease.Dispose();
            throw;
        }
    }

    private async Task StartReaperAsync(LeaseFolder folder)
    {
        try
        {
            await Task.Yield();
            await new ReaperContainer(dependencies.Engine, folder, dependencies.Settings.Pod.ReaperIdle, dependencies.Time, _log).EnsureAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is EngineException or IOException or UnauthorizedAccessException)
        {
            LogNoReaper(_log, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "There is no lease for task {TaskId}, so that nobody removes its pod should this executor be killed: {Folder} cannot be used: {Reason}")]
    private static partial void LogNoLease(ILogger log, string taskId, string folder, string reason);

    [LoggerMessage(LogLevel.Warning, "The lease of task {TaskId} could not be written, so that not all of its pod is removed should this executor be killed: {Reason}")]
    private static partial void LogNotNoted(ILogger log, string taskId, string reason);

    [LoggerMessage(LogLevel.Warning, "The lease of task {TaskId} could not be removed: {Reason}")]
    private static partial void LogNotRemoved(ILogger log, string taskId, string reason);

    [LoggerMessage(LogLevel.Information, "An executor of task {TaskId} (process {ProcessId}) was killed on this host: removing what it has left.")]
    private static partial void LogInherited(ILogger log, string taskId, int processId);

    [LoggerMessage(LogLevel.Information, "Waiting until what another executor of task {TaskId} has left is removed.")]
    private static partial void LogWaiting(ILogger log, string taskId);

    [LoggerMessage(LogLevel.Warning, "There is no reaper, so that nobody removes the pods of killed executors but 'compose-executor gc': {Reason}")]
    private static partial void LogNoReaper(ILogger log, string reason);

    [LoggerMessage(LogLevel.Information, "The engine at {Host} is not a local one: there is no reaper, and 'compose-executor gc' is to be run by hand should this executor be killed.")]
    private static partial void LogNoReaperElsewhere(ILogger log, string host);
}
