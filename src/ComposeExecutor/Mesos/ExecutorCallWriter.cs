using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ComposeExecutor.Mesos;

/// <summary>Writes the calls of one executor as JSON (<c>Call</c> in Mesos <c>include/mesos/v1/executor/executor.proto</c>).</summary>
/// <param name="frameworkId">Goes into every call.</param>
/// <param name="executorId">Goes into every call and every update.</param>
/// <param name="agentId">Goes into every update.</param>
public sealed partial class ExecutorCallWriter(string frameworkId, string executorId, string agentId)
{
    /// <summary>Messages are kept by agent, master and framework for every task: what is longer belongs into the sandbox.</summary>
    public const int MaximumMessageBytes = 16 * 1024;

    private static readonly byte[] CutMark = Encoding.UTF8.GetBytes("\n… (cut here; the sandbox log has the rest)");

    /// <summary>SUBSCRIBE, with all that the agent may have missed.</summary>
    public ReadOnlyMemory<byte> Subscribe(UnacknowledgedWork unacknowledged) => Write("SUBSCRIBE", json =>
    {
        json.WriteStartObject("subscribe");
        json.WriteStartArray("unacknowledged_tasks");
        foreach (var task in unacknowledged.Tasks)
            json.WriteRawValue(task.Json.Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteStartArray("unacknowledged_updates");
        foreach (var update in unacknowledged.Updates)
        {
            json.WriteStartObject();
            WriteStatus(json, update);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>UPDATE.</summary>
    public ReadOnlyMemory<byte> Update(TaskStatus status) => Write("UPDATE", json =>
    {
        json.WriteStartObject("update");
        WriteStatus(json, status);
        json.WriteEndObject();
    });

    /// <summary>MESSAGE: bytes for the framework's scheduler.</summary>
    public ReadOnlyMemory<byte> Message(ReadOnlyMemory<byte> data) => Write("MESSAGE", json =>
    {
        json.WriteStartObject("message");
        json.WriteBase64String("data", data.Span);
        json.WriteEndObject();
    });

    /// <summary>HEARTBEAT: changes nothing, and is always accepted.</summary>
    public ReadOnlyMemory<byte> Heartbeat() => Write("HEARTBEAT", _ => { });

    private ReadOnlyMemory<byte> Write(string type, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteId(json, "executor_id", executorId);
            WriteId(json, "framework_id", frameworkId);
            json.WriteString("type", type);
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteId(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartObject(name);
        json.WriteString("value", value);
        json.WriteEndObject();
    }
}
