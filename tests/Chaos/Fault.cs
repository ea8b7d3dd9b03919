namespace Chaos;

/// <summary>What is done to a pod, or to what is around it.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The agent asks to kill the task, at any moment of its life.</summary>
    KillTask,

    /// <summary>The agent asks the executor to shut down.</summary>
    Shutdown,

    /// <summary>The executor is killed by SIGKILL.</summary>
    KillExecutor,

    /// <summary>The executor is sent SIGTERM.</summary>
    TerminateExecutor,

    /// <summary>The agent's event stream breaks.</summary>
    DropStream,

    /// <summary>The agent goes away and comes back.</summary>
    RestartAgent,

    /// <summary>The agent goes away for good.</summary>
    LoseAgent,

    /// <summary>Somebody kills a container of the pod.</summary>
    KillContainer,

    /// <summary>Somebody removes a container of the pod by force.</summary>
    RemoveContainer,

    /// <summary>Somebody stops a container of the pod.</summary>
    StopContainer,

    /// <summary>Somebody freezes a container of the pod, and lets it go on a moment later.</summary>
    PauseContainer,

    /// <summary>The disk of the sandbox is full.</summary>
    FillDisk,

    /// <summary>Other processes want all of the processors.</summary>
    StarveProcessors,

    /// <summary>The engine is killed by SIGKILL and starts again; all pods of the round are hit.</summary>
    RestartEngine,
}
