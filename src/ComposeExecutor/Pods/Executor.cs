using System.Collections.Concurrent;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Cgroups;
using Microsoft.Extensions.Logging;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Pods;

/// <summary>
/// Listens to the agent and runs a pod for every task that it sends. Ends when the last pod has ended and the agent has
/// acknowledged what was reported of it.
/// </summary>
public sealed partial class Executor : IDisposable
{
    private readonly IAgent _agent;
    private readonly ExecutorHost _host;
    private readonly ILogger _log;

    private readonly ConcurrentDictionary<string, PodSupervisor> _pods = new();
    private readonly List<Task<bool>> _running = [];
    private readonly HashSet<string> _seen = [];
    private readonly CancellationTokenSource _listening = new();
    private ExecutorEvent.Subscribed? _subscription;
    private volatile string? _ended;
    private int _launching;

    /// <summary>Prepares to serve an agent; nothing happens yet.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="host">What the pods are made with on this machine.</param>
    public Executor(IAgent agent, ExecutorHost host)
    {
        _agent = agent;
        _host = host;
        _log = host.Log;
    }

    /// <summary>Serves the agent until there is nothing left to do.</summary>
    /// <param name="stop">Ends all pods within the agent's shutdown grace period, as SHUTDOWN does.</param>
    /// <returns>Whether every task ended as asked: finished or killed.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        using var stopping = stop.Register(() => EndAll("The executor was asked to end.", _host.ShutdownGrace));
        var lost = false;
        try
        {
            await foreach (var happened in _agent.EventsAsync(_listening.Token))
            {
                lost |= happened is ExecutorEvent.AgentLost;
                Take(happened);
            }
        }
        catch (OperationCanceledException) when (_listening.IsCancellationRequested)
        {
            // The last pod has ended.
        }

        var asAsked = await Task.WhenAll(_running);
        if (ExecutorCgroup.Isolating(_host.Cgroup, _subscription?.ContainerId) is { } cgroup)
            EmptyCgroups.Remove(cgroup, _log);
        if (!lost)
            await AwaitAcknowledgementsAsync();
        return asAsked.All(well => well);
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    private void Take(ExecutorEvent happened)
    {
        switch (happened)
        {
            case ExecutorEvent.Subscribed subscribed:
                LogSubscribed(_log, subscribed.FrameworkId, subscribed.AgentId);
                _subscription = subscribed;
                break;
            case ExecutorEvent.Launch launch:
                Launch([launch.Task]);
                break;
            case ExecutorEvent.LaunchGroup group:
                Launch(group.Tasks);
                break;
            case ExecutorEvent.Kill kill:
                Kill(kill);
                break;
            case ExecutorEvent.Shutdown:
                EndAll("The agent asked the executor to shut down.", _host.ShutdownGrace);
                break;
            case ExecutorEvent.AgentLost agentLost:
                EndAll($"The executor lost its agent: {agentLost.Reason.TrimEnd('.')}.", _host.ShutdownGrace);
                break;
        }
    }

    private void Launch(IReadOnlyList<TaskInfo> tasks)
    {
        var group = new TaskGroup([.. tasks.Select(task => task.TaskId)]);
        Interlocked.Increment(ref _launching);
        foreach (var task in tasks)
            Launch(task, group);
        Interlocked.Decrement(ref _launching);

        // One of them may have failed before the others were there to be ended with it.
        if (group.Failed is { } failed)
            EndGroup(group, failed);
        if (_ended is { } ended)
            EndAll(ended, _host.ShutdownGrace);
        EndWithoutPods();
    }

    private void Launch(TaskInfo info, TaskGroup group)
    {
        // After a reconnection an agent may send a task again that it is not sure to have delivered.
        if (!_seen.Add(info.TaskId))
        {
            LogLaunchedTwice(_log, info.TaskId);
            return;
        }

        try
        {
            var settings = _host.SettingsFor(info);
            var task = _host.TaskFor(info, _subscription, isFirst: _seen.Count == 1);
            var dependencies = _host.DependenciesFor(task, settings);
            var pod = new PodSupervisor(task, dependencies, _agent.Update) { OnChange = _host.OnChange };
            _pods[info.TaskId] = pod;
            _running.Add(RunAsync(info.TaskId, pod, dependencies.Engine, group));
        }
        catch (Exception exception) when (exception is ConfigurationException or EngineException or ComposeException)
        {
            var message = exception.Message;
            LogRefused(_log, info.TaskId, message);
            _agent.Update(new TaskStatus(info.TaskId, TaskState.Failed, Guid.NewGuid(), _host.Time.GetUtcNow())
            {
                Message = message,
                Reason = TaskReason.TaskInvalid,
                CheckStatus = CheckStatus.Pending(info),
            });
            _running.Add(Task.FromResult(false));
            group.Fail(info.TaskId);
        }
    }

    private async Task<bool> RunAsync(string taskId, PodSupervisor pod, DockerEngine engine, TaskGroup group)
    {
        using (engine)
        using (pod)
        {
            try
            {
                var outcome = await pod.RunAsync();
                if (outcome is { State: not TaskState.Failed, Unhealthy: false })
                    return true;
                group.Fail(taskId);
                EndGroup(group, taskId);
                return false;
            }
            finally
            {
                _pods.TryRemove(taskId, out _);
                EndWithoutPods();
            }
        }
    }

    // In the stock default executor too a task that fails takes its group with it (default_executor.cpp).
    private void EndGroup(TaskGroup group, string failed)
    {
        foreach (var other in group.TaskIds.Where(id => id != failed))
            KillPod(other, $"Task {failed} of the same group failed.", null, TaskReason.ExecutorTerminated);
    }

    private void Kill(ExecutorEvent.Kill kill)
    {
        LogKill(_log, kill.TaskId, kill.GracePeriod is { } grace ? (grace > TimeSpan.Zero ? $" within {grace.TotalSeconds:0.###} s" : " at once") : "");
        if (!KillPod(kill.TaskId, _host.KilledBy, kill.GracePeriod, null))
            LogKillUnknown(_log, kill.TaskId);
    }

    private bool KillPod(string taskId, string message, TimeSpan? grace, TaskReason? reason)
    {
        if (!_pods.TryGetValue(taskId, out var pod))
            return false;
        pod.Kill(message, grace, reason);
        return true;
    }

    // The pods end as they always do, only not later than the agent has patience for.
    private void EndAll(string message, TimeSpan limit)
    {
        _ended = message;
        LogEndAll(_log, message, _pods.Count);
        foreach (var pod in _pods.Values)
            pod.Kill(message, grace: null, TaskReason.ExecutorTerminated, limit);
        EndWithoutPods();
    }

    private void EndWithoutPods()
    {
        if (_pods.IsEmpty && Volatile.Read(ref _launching) == 0)
            _listening.Cancel();
    }

    private async Task AwaitAcknowledgementsAsync()
    {
        using var patience = new CancellationTokenSource(_host.AcknowledgementTimeout, _host.Time);
        try
        {
            await _agent.WhenAcknowledgedAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // A framework that is gone never acknowledges; the agent itself keeps what it was sent.
            LogNotAcknowledged(_log, _host.AcknowledgementTimeout.TotalSeconds);
        }
    }
}
