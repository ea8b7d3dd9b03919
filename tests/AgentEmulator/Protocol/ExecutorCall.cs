using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>A call that parsed and passed the agent's validation.</summary>
internal sealed record ExecutorCall(string Type, string ExecutorId, string FrameworkId, JsonObject Body)
{
    /// <summary>The status an UPDATE carries.</summary>
    public JsonObject? Status => Body["update"]?["status"] as JsonObject;

    /// <summary>The task an UPDATE is about.</summary>
    public string? TaskId => Status?["task_id"]?["value"]?.GetValue<string>();

    /// <summary>The state an UPDATE reports.</summary>
    public string? State => Status?["state"]?.GetValue<string>();

    /// <summary>The call in a few words.</summary>
    public string Summary => Type switch
    {
        "UPDATE" => $"UPDATE {TaskId} {State}",
        "SUBSCRIBE" => $"SUBSCRIBE with {Count("unacknowledged_updates")} updates, {Count("unacknowledged_tasks")} tasks",
        _ => Type,
    };

    private int Count(string field) => (Body["subscribe"]?[field] as JsonArray)?.Count ?? 0;
}
