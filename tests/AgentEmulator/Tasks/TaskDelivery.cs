namespace AgentEmulator;

/// <summary>What one LAUNCH or LAUNCH_GROUP brings to the executor.</summary>
internal sealed record TaskDelivery(IReadOnlyList<TrackedTask> Tasks, bool IsGroup);
