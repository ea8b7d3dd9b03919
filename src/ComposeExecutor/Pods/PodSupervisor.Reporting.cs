using System.Globalization;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Pods;

// Telling the agent, and with it the framework, what there is to know.
public sealed partial class PodSupervisor
{
    private async Task AnnounceOutcomeAsync(PodOutcome outcome)
    {
        var message = outcome.Message;
        if (outcome.Service is { } service && _containers.TryGetValue(service, out var container)
            && await container.LastLinesAsync(OutputPatience, _dependencies.Time) is { Length: > 0 } lines)
        {
            message = $"{message}\nIts last output:\n{lines}";
        }

        Report(outcome.State, message, outcome.Reason, outcome.Unhealthy ? false : null, outcome.MemoryBytes);
    }

    private void Report(TaskState state, string message, TaskReason? reason, bool? healthy, long? memoryBytes = null)
    {
        LogReport(_log, _task.Identity.TaskId, state.WireName(), message);
        _report(new TaskStatus(_task.Identity.TaskId, state, Guid.NewGuid(), _dependencies.Time.GetUtcNow())
        {
            Message = message,
            Reason = reason,
            Healthy = healthy,
            Labels = [.. state == TaskState.Running ? PortLabels.For(_pod?.Plan.Ports ?? [], service => _seen.GetValueOrDefault(NetworkOwner(service))?.Ports ?? []) : [], .. RestartLabels()],
            LimitedMemory = memoryBytes,
            ContainerStatus = ContainerStatus(),
            CheckStatus = _checkStatus ?? CheckStatus.Pending(_task.Info),
        });
    }

    // How often services were restarted, of all and of each: nothing for a pod in which none was.
    private IReadOnlyList<Label> RestartLabels()
    {
        var restarted = _state.Services.Where(service => service.Value.Restarts > 0).ToList();
        return restarted.Count == 0
            ? []
            :
            [
                new Label("restarts", Counted(restarted.Sum(service => service.Value.Restarts))),
                .. restarted.Select(service => new Label($"restarts.{service.Key}", Counted(service.Value.Restarts))),
            ];

        static string Counted(int restarts) => restarts.ToString(CultureInfo.InvariantCulture);
    }

    // Those that publish ports first: frameworks take the first address for the task's.
    private ContainerStatus? ContainerStatus()
    {
        var networks = _seen.Values
            .Where(container => container is { State: ContainerState.Running, Addresses.Length: > 0 })
            .OrderByDescending(container => container.Ports.Length > 0)
            .Select(container => new NetworkInfo
            {
                IpAddresses = container.Addresses,
                PortMappings = [.. container.Ports.Select(port => new PortMapping(port.HostPort, port.ContainerPort, port.Protocol))],
            })
            .ToList();
        return networks.Count == 0 ? null : new ContainerStatus { NetworkInfos = networks };
    }
}
