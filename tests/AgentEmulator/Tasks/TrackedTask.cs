using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>A task as the agent knows it.</summary>
internal sealed class TrackedTask(string id, JsonObject info)
{
    public string Id { get; } = id;

    /// <summary>The TaskInfo, exactly as it is sent.</summary>
    public JsonObject Info { get; } = info;

    public string State { get; set; } = TaskStates.Staging;

    /// <summary>Whether it was handed to the executor.</summary>
    public bool IsDelivered { get; set; }

    /// <summary>Whether the agent itself gave it its last state.</summary>
    public bool IsDeclaredByAgent { get; set; }

    public List<TrackedUpdate> Updates { get; } = [];

    public bool IsTerminal => TaskStates.IsTerminal(State);

    public bool HasAcknowledgement => Updates.Exists(update => update.IsAcknowledged);

    public TrackedUpdate? Find(string uuid) => Updates.Find(update => update.Uuid == uuid);
}
