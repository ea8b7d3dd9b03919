using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Pods.Lifecycle;
using Microsoft.Extensions.Logging;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Pods;

/// <summary>
/// Runs one task as a pod, from its arrival to its end: turns what happens outside into events, lets
/// <see cref="PodLifecycle"/> decide, and carries the decisions out. One loop takes the events one by one, so nothing here
/// needs a lock.
/// </summary>
public sealed partial class PodSupervisor : IDisposable
{
    // How long the report of a failure waits for the last output of the service: the engine hands out output before it
    // reports the end of a container, so this is only the time it takes to be read.
    private static readonly TimeSpan OutputPatience = TimeSpan.FromMilliseconds(10);

    private readonly PodTask _task;
    private readonly PodDependencies _dependencies;
    private readonly Action<TaskStatus> _report;
    private readonly ILogger _log;
    private readonly PodPreparation _preparation;
    private readonly PodCleanup _cleanup;

    private readonly Channel<PodEvent> _events = Channel.CreateUnbounded<PodEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Task> _work = [];
    private readonly CancellationTokenSource _preparing = new();
    private readonly CancellationTokenSource _acting = new();
    private readonly CancellationTokenSource _living = new();
    private readonly CancellationTokenSource _checking = new();
    private readonly Deadline _launchDeadline;
    private readonly Deadline _graceDeadline;
    private readonly Deadline _completionDeadline;

    private PodState _state = PodState.Initial;
    private long _memoryKills;
    private bool _hasLeft;
    private PreparedPod? _pod;
    private ImmutableSortedDictionary<string, ContainerSnapshot> _seen = ImmutableSortedDictionary<string, ContainerSnapshot>.Empty;
    private ImmutableSortedDictionary<string, PodContainer> _containers = ImmutableSortedDictionary<string, PodContainer>.Empty;

    /// <summary>Prepares to run a task; nothing happens yet.</summary>
    /// <param name="task">The task.</param>
    /// <param name="dependencies">What the pod works with.</param>
    /// <param name="report">Receives every status of the task, in order; the last one is terminal.</param>
    public PodSupervisor(PodTask task, PodDependencies dependencies, Action<TaskStatus> report)
    {
        _task = task;
        _dependencies = dependencies;
        _report = report;
        _log = dependencies.Log;
        _preparation = new PodPreparation(task, dependencies);
        _cleanup = new PodCleanup(task.Identity, dependencies.Engine, dependencies.Settings, dependencies.Time, dependencies.Log);
        _launchDeadline = new Deadline(dependencies.Time, () => Post(new PodEvent.LaunchTimedOut(dependencies.Settings.LaunchTask.Timeout, _preparation.Doing)));
        _graceDeadline = new Deadline(dependencies.Time, () => Post(new PodEvent.GraceExpired()));
        _completionDeadline = new Deadline(dependencies.Time, () => Post(new PodEvent.Condemned(CompletionTimedOut())));
    }

    /// <summary>Tells of every change of what the pod looks like, for people who watch.</summary>
    public Action<PodView>? OnChange { get; init; }

    /// <summary>Runs the pod until nothing is left of it. To be called once.</summary>
    /// <returns>How it ended, after the terminal status was reported.</returns>
    public async Task<PodOutcome> RunAsync()
    {
        LogLaunched(_log, _task.Identity.TaskId, _task.Identity.Project);
        _launchDeadline.Set(_dependencies.Settings.LaunchTask.Timeout);
        if (_task.Info.MaxCompletionTime is { } longest)
            _completionDeadline.Set(longest);
        Post(new PodEvent.Launched());
        var following = GuardAsync(FollowEventsAsync());
        while (_state.Phase != PodPhase.Done)
            await TakeAsync(await _events.Reader.ReadAsync());

        await Task.WhenAll(_work);
        await _living.CancelAsync();
        await following;
        foreach (var container in _containers.Values)
            await container.DisposeAsync();
        await _preparation.Lease.ReleaseAsync(isGone: !_hasLeft);
        LogDone(_log, _task.Identity.TaskId);
        return _state.Outcome!;
    }

    /// <summary>Ends the pod. Repeated calls can only shorten the time it has.</summary>
    /// <param name="message">On whose behalf, for the task's last status.</param>
    /// <param name="grace">How long it may take; null for what the task, else the configuration, else its services ask for.</param>
    /// <param name="reason">Mesos' reason, where one fits.</param>
    /// <param name="limit">How long it may take at most, whatever else is said; null for no such limit.</param>
    public void Kill(string message, TimeSpan? grace = null, TaskReason? reason = null, TimeSpan? limit = null) =>
        Post(new PodEvent.KillRequested(message, grace, reason, limit));

    /// <inheritdoc/>
    public void Dispose()
    {
        _launchDeadline.Dispose();
        _graceDeadline.Dispose();
        _completionDeadline.Dispose();
        _preparation.Dispose();
        _preparing.Dispose();
        _acting.Dispose();
        _living.Dispose();
        _checking.Dispose();
    }

    private void Post(PodEvent happened) => _events.Writer.TryWrite(happened);

    private async Task TakeAsync(PodEvent happened)
    {
        Remember(happened);
        if (happened is PodEvent.InfraObserved infra)
            _seen = _seen.SetItem(_pod!.Plan.Infra, infra.Container);
        if (happened is PodEvent.ServiceObserved observed)
            _seen = _seen.SetItem(observed.Service, observed.Container);
        if (happened is PodEvent.CheckChanged check)
            _checkStatus = check.Status;
        var before = _state;
        var (after, effects) = PodLifecycle.Next(before, happened);
        _state = after;
        if (after.Phase != before.Phase)
            LogPhase(_log, _task.Identity.TaskId, before.Phase, after.Phase, happened.GetType().Name);
        foreach (var effect in effects)
            await CarryOutAsync(effect);
        FollowPhase(before.Phase, after.Phase);
        if (!ReferenceEquals(after.Services, before.Services) || happened is PodEvent.InfraObserved)
            OnChange?.Invoke(View());
    }

    // The field is for the executor to keep: an agent does not do it for custom ones.
    private PodOutcome CompletionTimedOut() => new(
        TaskState.Failed,
        string.Create(CultureInfo.InvariantCulture, $"The pod was not done within {_task.Info.MaxCompletionTime!.Value.TotalSeconds:0.###} s (the task's max_completion_time)."),
        TaskReason.MaxCompletionTimeReached);

    private PodView View() => new(
        [
            .. _state.Services.Select(service => new ServiceView(
                service.Key,
                service.Value,
                _seen.GetValueOrDefault(NetworkOwner(service.Key))?.Addresses ?? [],
                [.. _pod?.Plan.Ports.Where(port => port.Service == service.Key) ?? []])),
        ]);

    private string NetworkOwner(string service) =>
        _pod is { } pod && pod.Plan.Members.Any(member => member.Name == service) ? pod.Plan.Infra : service;
}
