namespace AgentEmulator;

/// <summary>A status update as the agent took it: what became of it, and whether it is acknowledged.</summary>
internal sealed record TakenUpdate(string? TaskId, string? Uuid, bool IsAcknowledged);
