using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Pods;

// Turning what the engine tells into events: whatever an event says, what counts is what a look at the container finds.
public sealed partial class PodSupervisor
{
    private static readonly TimeSpan LookAgainDelay = TimeSpan.FromSeconds(1);

    // A look that hangs must not keep others from being taken: what is seen of one container is in order, of several it is not.
    private readonly Dictionary<string, Task> _looks = [];

    private async Task FollowEventsAsync()
    {
        var events = new EngineEvents(_dependencies.Engine, _task.Identity.Selector, _dependencies.Time, _log);
        var connections = 0;
        await foreach (var happened in events.FollowAsync(_living.Token))
        {
            if (happened is not null)
            {
                Look(happened.ContainerId);
                continue;
            }

            var isBack = connections > 0;
            if (InfraId is { } infra)
                await ObserveUntilSeenAsync(infra, isBack);
            foreach (var container in _containers.Values)
                Look(container.Container.Id, isBack);
            connections++;
        }

        Task[] looks;
        lock (_looks)
            looks = [.. _looks.Values];
        await Task.WhenAll(looks);
    }

    private string? InfraId => _pod is { Plan.Infra.Length: > 0 } pod ? _containers[pod.Plan.Infra].Container.Id : null;

    private void Look(string id, bool isBack = false)
    {
        lock (_looks)
            _looks[id] = LookAfterAsync(_looks.GetValueOrDefault(id, Task.CompletedTask), id, isBack);
    }

    private async Task LookAfterAsync(Task before, string id, bool isBack)
    {
        await before;
        var seen = await ObserveUntilSeenAsync(id, isBack);

        // An engine that was away has let go of the outputs, also of what it left running.
        if (isBack && seen is { State: ContainerState.Running } && _containers.Values.FirstOrDefault(container => container.Container.Id == id) is { OutputEnded: true } lost)
            await lost.Enqueue(() => FollowOutputAsync(lost));
    }

    private async Task<ContainerSnapshot?> ObserveUntilSeenAsync(string id, bool isBack)
    {
        for (var failures = 0; !_living.IsCancellationRequested; failures++)
        {
            try
            {
                var wasAway = isBack || failures > 0;

                // The infra container first: when the engine has ended all of them, that is what there is to tell.
                if (wasAway && InfraId is { } infra && infra != id)
                    await ObserveAsync(infra, wasAway);
                return await ObserveAsync(id, wasAway);
            }
            catch (EngineException exception)
            {
                if (failures == 0)
                    LogLookFailed(_log, id, exception.Message);
                try
                {
                    await Task.Delay(LookAgainDelay, _dependencies.Time, _living.Token);
                }
                catch (OperationCanceledException)
                {
                    return null;
                }
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private async Task<ContainerSnapshot?> ObserveAsync(string id, bool wasAway = false)
    {
        var known = _containers.FirstOrDefault(container => container.Value.Container.Id == id);
        if (known.Key is null)
            return null;

        var seen = (await _dependencies.Engine.InspectAsync(id, _living.Token)) with { EngineWasAway = wasAway };
        var memory = seen.State == ContainerState.Exited && seen.ExitCode != 0 ? ReadPodMemory(seen.CgroupParent) : null;
        Post(known.Key == _pod?.Plan.Infra ? new PodEvent.InfraObserved(seen, memory) : new PodEvent.ServiceObserved(known.Key, seen, memory));
        return seen;
    }

    private MemoryUse? ReadPodMemory(string cgroup)
    {
        if (PodMemory.Read(cgroup) is not { } use)
            return null;
        return use with { Kills = use.Kills - Interlocked.Exchange(ref _memoryKills, use.Kills) };
    }
}
