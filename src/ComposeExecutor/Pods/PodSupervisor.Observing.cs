using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Pods;

// Turning what the engine tells into events: whatever an event says, what counts is what a look at the container finds.
public sealed partial class PodSupervisor
{
    private static readonly TimeSpan LookAgainDelay = TimeSpan.FromSeconds(1);

    private async Task FollowEventsAsync()
    {
        // A look that hangs must not keep others from being taken: what is seen of one container is in order, of several it is not.
        var looks = new Dictionary<string, Task>();
        var events = new EngineEvents(_dependencies.Engine, _task.Identity.Selector, _dependencies.Time, _log);
        await foreach (var happened in events.FollowAsync(_living.Token))
        {
            if (happened is not null)
            {
                Look(happened.ContainerId);
                continue;
            }

            // The infra container first: when the engine has ended all of them, that is what there is to tell.
            if (_pod is { Plan.Infra.Length: > 0 } pod)
                await ObserveUntilSeenAsync(_containers[pod.Plan.Infra].Container.Id);
            foreach (var container in _containers.Values)
                Look(container.Container.Id);
        }

        await Task.WhenAll(looks.Values);

        void Look(string id) => looks[id] = LookAfterAsync(looks.GetValueOrDefault(id, Task.CompletedTask), id);

        async Task LookAfterAsync(Task before, string id)
        {
            await before;
            await ObserveUntilSeenAsync(id);
        }
    }

    private async Task ObserveUntilSeenAsync(string id)
    {
        for (var failures = 0; !_living.IsCancellationRequested; failures++)
        {
            try
            {
                await ObserveAsync(id);
                return;
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
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ObserveAsync(string id)
    {
        var known = _containers.FirstOrDefault(container => container.Value.Container.Id == id);
        if (known.Key is null)
            return;

        var seen = await _dependencies.Engine.InspectAsync(id, _living.Token);
        Post(known.Key == _pod?.Plan.Infra ? new PodEvent.InfraObserved(seen) : new PodEvent.ServiceObserved(known.Key, seen));
    }
}
