using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>A status update the agent has taken over.</summary>
internal sealed class TrackedUpdate(string uuid, JsonObject status)
{
    public string Uuid { get; } = uuid;

    public JsonObject Status { get; } = status;

    public double? Timestamp { get; } = ReadTimestamp(status["timestamp"]);

    /// <summary>Whether an acknowledgement went to a stream. It may still have been lost on the way.</summary>
    public bool IsAcknowledged { get; set; }

    private static double? ReadTimestamp(JsonNode? node) =>
        node?.GetValueKind() == System.Text.Json.JsonValueKind.Number ? node.GetValue<double>() : null;
}
