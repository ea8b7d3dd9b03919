using System.Text.Json;

namespace ComposeExecutor.Pods;

// What there is to see of an executor at one moment.
public sealed partial class Executor
{
    /// <summary>Writes the state of the executor and of all its pods, for people.</summary>
    /// <param name="writer">Where to.</param>
    public void WriteState(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("time", _host.Time.GetUtcNow());
        writer.WriteString("executorId", _host.ExecutorId);
        writer.WriteString("agentConnection", _agent.Connection);
        writer.WriteString("ending", _ended);
        writer.WriteStartArray("pods");
        foreach (var pod in _pods.Values)
            pod.WriteState(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
