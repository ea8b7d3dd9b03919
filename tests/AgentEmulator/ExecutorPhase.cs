namespace AgentEmulator;

/// <summary>How the agent sees its executor.</summary>
internal enum ExecutorPhase
{
    /// <summary>Started, or recovered after the agent's restart, and not subscribed.</summary>
    Registering,

    /// <summary>Subscribed. It stays so when its stream breaks.</summary>
    Running,

    /// <summary>Told to shut down.</summary>
    Terminating,

    /// <summary>Not known: an agent that restarts forgets executors without checkpointing.</summary>
    Unknown,
}
