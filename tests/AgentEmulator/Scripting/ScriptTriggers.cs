namespace AgentEmulator;

/// <summary>What a script's step can wait for.</summary>
internal static class ScriptTriggers
{
    private static readonly Dictionary<string, Func<TimelineEntry, bool>> ByName = new()
    {
        ["start"] = entry => entry.Kind == TimelineKind.ProcessStarted,
        ["subscribed"] = entry => entry.Kind == TimelineKind.Subscribed,
        ["launched"] = entry => entry is { Kind: TimelineKind.EventSent, Type: "LAUNCH" or "LAUNCH_GROUP" },
        ["kill-sent"] = entry => entry is { Kind: TimelineKind.EventSent, Type: "KILL" },
        ["update"] = entry => entry.Kind == TimelineKind.UpdateAccepted,
        ["acknowledged"] = entry => entry.Kind == TimelineKind.AcknowledgementSent,
        ["message"] = entry => entry is { Kind: TimelineKind.CallReceived, Type: "MESSAGE" },
        ["stream-closed"] = entry => entry.Kind == TimelineKind.StreamClosed,
        ["recovered"] = entry => entry is { Kind: TimelineKind.Recovered, State: nameof(AgentPhase.Running) },
        ["down"] = entry => entry.Kind == TimelineKind.Down,
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static bool IsKnown(string name) => ByName.ContainsKey(name) || TaskStates.All.Contains(name);

    public static Func<TimelineEntry, bool> Find(string name) => ByName.TryGetValue(name, out var trigger)
        ? trigger
        : entry => entry.Kind == TimelineKind.UpdateAccepted && entry.State == name;
}
