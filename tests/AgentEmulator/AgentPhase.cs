namespace AgentEmulator;

/// <summary>What the agent itself is up to.</summary>
internal enum AgentPhase
{
    /// <summary>Not listening.</summary>
    Down,

    /// <summary>Restarted and reading its checkpoints: every call is answered 503.</summary>
    Recovering,

    /// <summary>Waiting for recovered executors: SUBSCRIBE is taken, other calls are answered 503.</summary>
    Reconnecting,

    /// <summary>In full service.</summary>
    Running,
}
