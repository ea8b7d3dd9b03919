using System.Collections.Immutable;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Launch;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Pods;

// Carrying out what the lifecycle decides. Nothing throws into the event loop, what goes wrong comes back as an event; and
// nothing is waited for in it, but the few milliseconds in which the last output of a failed service arrives: the failure
// is reported before anything else is done about it.
public sealed partial class PodSupervisor
{
    private async Task CarryOutAsync(PodEffect effect)
    {
        switch (effect)
        {
            case PodEffect.Announce { State: TaskState.Killing } when !_task.KillingSupported:
                break;
            case PodEffect.Announce announce:
                Report(announce.State, announce.Message, announce.Reason, announce.Healthy);
                break;
            case PodEffect.AnnounceOutcome announce:
                await AnnounceOutcomeAsync(announce.Outcome);
                break;
            case PodEffect.Prepare:
                Work(PrepareAsync());
                break;
            case PodEffect.CancelPreparation:
                _preparing.Cancel();
                break;
            case PodEffect.StartInfra:
                Work(StartAsync(_pod!.Plan.Infra, service: null));
                break;
            case PodEffect.StartService start:
                Work(StartAsync(start.Service, start.Service));
                break;
            case PodEffect.SignalService signal:
                Work(SignalAsync(signal.Service, _containers[signal.Service].Container.StopSignal));
                break;
            case PodEffect.KillService kill:
                Work(SignalAsync(kill.Service, "SIGKILL"));
                break;
            case PodEffect.RunHook hook:
                Work(RunHookAsync(hook));
                break;
            case PodEffect.SetTimer timer:
                _ = GuardAsync(ExpireAsync(timer));
                break;
            case PodEffect.ExpireGrace expire when _state.Killed:
                _graceDeadline.Set(expire.After);
                break;
            case PodEffect.ExpireGrace expire:
                _graceDeadline.Shorten(expire.After);
                break;
            case PodEffect.DisarmLaunchTimeout:
                _launchDeadline.Clear();
                break;
            case PodEffect.Remove remove:
                Work(RemoveAsync(remove.Outcome));
                break;
            default:
                throw new InvalidOperationException($"The supervisor does not know how to carry out {effect}.");
        }
    }

    // Kept until the pod is done, so that nothing of it goes on after it.
    private void Work(Task work)
    {
        _work.RemoveAll(done => done.IsCompleted);
        _work.Add(GuardAsync(work));
    }

    // A mistake in this program must not leave a task without an end.
    private async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception exception)
        {
            LogUnexpected(_log, _task.Identity.TaskId, exception);
            Post(new PodEvent.Broken($"Something unexpected went wrong in compose-executor: {exception.Message}"));
        }
    }

    private async Task PrepareAsync()
    {
        try
        {
            // Off the event loop at once: the first steps read files.
            await Task.Yield();
            var pod = await _preparation.RunAsync(_preparing.Token);
            var containers = pod.Containers.ToImmutableSortedDictionary(entry => entry.Key, entry => new PodContainer(entry.Value, OutputOf(entry.Key, pod), () => Look(entry.Value.Id)));
            foreach (var container in containers.Values)
                _ = container.Enqueue(() => FollowOutputAsync(container));
            (_pod, _containers) = (pod, containers);
            Post(new PodEvent.Prepared(pod.Spec(_task, _dependencies.Settings)));
        }
        catch (LaunchException exception)
        {
            Post(new PodEvent.PreparationEnded(exception.Message, exception.Reason));
        }
        catch (OperationCanceledException)
        {
            Post(new PodEvent.PreparationEnded("The preparation was called off.", null));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Post(new PodEvent.PreparationEnded($"The sandbox {_task.Folder} cannot be written: {exception.Message}", TaskReason.TaskInvalid));
        }
        finally
        {
            await _preparation.Creation.HeadStart;
        }
    }

    private async Task RemoveAsync(PodOutcome outcome)
    {
        await RemovePodAsync(outcome);
        if (_preparation.Cgroup is { } cgroup)
            await cgroup.RemoveAsync(CancellationToken.None);
    }

    private async Task RemovePodAsync(PodOutcome outcome)
    {
        if (!_cleanup.Keeps(outcome))
            RemoveFiles();
        if (!_preparation.HasCreated)
        {
            Post(new PodEvent.Removed());
            return;
        }

        // What is still under way is not waited for: whatever it hangs on must not keep the pod from ending.
        var unfinished = _containers.Values.Any(container => !container.IsIdle);
        await _acting.CancelAsync();
        await Task.WhenAll(_containers.Values.Select(container => container.Enqueue(() => Task.CompletedTask)));
        if (_cleanup.Keeps(outcome))
        {
            var running = await _cleanup.EndContainersAsync(CancellationToken.None);
            _hasLeft = running is not null;
            Post(new PodEvent.Removed(running));
            return;
        }

        var left = await _cleanup.RemoveContainersAsync(CancellationToken.None);
        _hasLeft = left is not null;
        Post(new PodEvent.Removed(left));
        if (left is not null)
            return;
        if (unfinished || _preparation.MayComeLate)
            await _cleanup.RemoveLateAsync(CancellationToken.None);
        await _cleanup.RemoveRestAsync(_preparation.Shared, _pod?.Plan.Services.Select(service => service.Image ?? "") ?? [], CancellationToken.None);
        if (_preparation.HasBuilt)
            await _cleanup.RemoveBuiltImagesAsync(CancellationToken.None);
    }

    // Secrets in clear text have no business in a sandbox that the agent keeps for days.
    private void RemoveFiles()
    {
        foreach (var file in _preparation.Written)
        {
            try
            {
                PodFileWriter.Remove(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogFileLeft(_log, file.Path, exception.Message);
            }
        }
    }
}
