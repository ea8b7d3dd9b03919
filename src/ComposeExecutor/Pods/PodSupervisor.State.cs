using System.Collections.Immutable;
using System.Text.Json;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Pods;

// What there is to see of a pod at one moment. It is asked for from outside of the event loop, so only what is replaced as a whole is read.
public sealed partial class PodSupervisor
{
    private const int EventsKept = 50;

    private ImmutableQueue<(DateTimeOffset Time, string What)> _recent = [];
    private int _recentCount;

    /// <summary>Writes the state of the pod, for people.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteState(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var (state, seen, recent) = (_state, _seen, Volatile.Read(ref _recent));
        writer.WriteStartObject();
        writer.WriteString("taskId", _task.Identity.TaskId);
        writer.WriteString("project", _task.Identity.Project);
        writer.WriteString("phase", $"{state.Phase}");
        if (state.Phase == PodPhase.Preparing)
            writer.WriteString("doing", _preparation.Doing);
        writer.WriteString("outcome", state.Outcome?.Message);
        writer.WriteStartObject("services");
        foreach (var (name, service) in state.Services)
        {
            writer.WriteStartObject(name);
            writer.WriteString("phase", $"{service.Phase}");
            writer.WriteString("health", $"{service.Health}");
            writer.WriteString("stopping", $"{service.Stop}");
            writer.WriteNumber("restarts", service.Restarts);
            if (service.ExitCode is { } code)
                writer.WriteNumber("exitCode", code);
            writer.WriteString("containerId", seen.GetValueOrDefault(name)?.Id);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("lastEvents");
        foreach (var (time, what) in recent)
            writer.WriteStringValue($"{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {what}");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Remember(PodEvent happened)
    {
        var what = happened switch
        {
            PodEvent.ServiceObserved observed => $"{observed.Service} was seen: {observed.Container.State}",
            PodEvent.InfraObserved observed => $"{_pod?.Plan.Infra} was seen: {observed.Container.State}",
            _ => happened.GetType().Name,
        };
        var recent = _recent.Enqueue((_dependencies.Time.GetUtcNow(), what));
        if (++_recentCount > EventsKept)
            recent = recent.Dequeue();
        Volatile.Write(ref _recent, recent);
    }
}
