using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Pods.Lifecycle;
using ComposeExecutor.Pods.Output;

namespace ComposeExecutor.Pods;

// What is done to containers, and the timers of services.
public sealed partial class PodSupervisor
{
    private ServiceOutput? OutputOf(string service, PreparedPod pod) => service == pod.Plan.Infra
        ? null
        : new ServiceOutput(service, _task.Folder, _dependencies.Settings.Pod.Logs, _dependencies.Settings.Pod.Logs.Forward ? _dependencies.Console : null, _log);

    private async Task FollowOutputAsync(PodContainer container)
    {
        try
        {
            await container.FollowOutputAsync(_dependencies.Engine, _dependencies.Time);
        }
        catch (EngineException exception)
        {
            // A service whose output is lost is better than no service.
            LogNoOutput(_log, container.Container.Service, exception.Message);
        }
    }

    private Task StartAsync(string name, string? service)
    {
        var container = _containers[name];
        return container.Enqueue(async () =>
        {
            try
            {
                LogStarting(_log, name);
                // Before each start anew: the engine ends the stream with the run.
                if (container.HasBeenStarted)
                    await FollowOutputAsync(container);
                container.HasBeenStarted = true;
                await _dependencies.Engine.StartAsync(container.Container.Id, _acting.Token);
                Look(container.Container.Id);
            }
            catch (OperationCanceledException) when (_acting.IsCancellationRequested)
            {
                // The engine is not done with it, and nobody waits for it any longer: it is removed by force.
            }
            catch (EngineException exception)
            {
                Post(new PodEvent.StartRefused(service, exception.Message));
            }
        });
    }

    private Task SignalAsync(string service, string signal)
    {
        var container = _containers[service];
        return container.Enqueue(async () =>
        {
            try
            {
                LogSignalling(_log, service, signal);
                await _dependencies.Engine.SignalAsync(container.Container.Id, signal, _acting.Token);
            }
            catch (OperationCanceledException) when (_acting.IsCancellationRequested)
            {
                // Everything is removed by force.
            }
            catch (EngineException exception)
            {
                // The grace period goes on; at its end there is SIGKILL, and then removal by force.
                LogSignalFailed(_log, service, signal, exception.Message);
            }
        });
    }

    // Not in the container's queue: a service must be able to end while its hook runs.
    private async Task RunHookAsync(PodEffect.RunHook hook)
    {
        var service = _pod!.Plan.Model.Service(hook.Service)!;
        var commands = hook.Hook == HookKind.PostStart ? service.PostStart : service.PreStop;
        try
        {
            LogHook(_log, hook.Hook, hook.Service, commands.Length);
            var failure = await PodHooks.RunAsync(_dependencies.Engine, _containers[hook.Service].Container.Id, commands, _acting.Token);
            if (failure is not null)
                LogHookFailed(_log, hook.Hook, hook.Service, failure);
            Post(new PodEvent.HookEnded(hook.Service, hook.Hook, hook.Run, failure));
        }
        catch (OperationCanceledException) when (_acting.IsCancellationRequested)
        {
            // The container is being removed.
        }
    }

    private async Task ExpireAsync(PodEffect.SetTimer timer)
    {
        try
        {
            await Task.Delay(timer.After, _dependencies.Time, _living.Token);
            Post(new PodEvent.TimerExpired(timer.Service, timer.Timer, timer.Number));
        }
        catch (OperationCanceledException)
        {
            // The pod is gone before.
        }
    }
}
