namespace ComposeExecutor.Mesos;

/// <summary>
/// The states an executor reports (<c>TaskState</c> in <c>mesos.proto</c>); the others are the agent's and the master's to report.
/// </summary>
public enum TaskState
{
    /// <summary>The executor has the task and is launching it.</summary>
    Starting,

    /// <summary>The task runs.</summary>
    Running,

    /// <summary>The task is being killed; only for frameworks with the TASK_KILLING_STATE capability.</summary>
    Killing,

    /// <summary>Terminal: the task ended by itself, successfully.</summary>
    Finished,

    /// <summary>Terminal: the task ended by itself, or could not be started.</summary>
    Failed,

    /// <summary>Terminal: the executor ended the task because it was asked to.</summary>
    Killed,

    /// <summary>Terminal: the task's description is wrong.</summary>
    Error,
}
