namespace ComposeExecutor.Mesos;

/// <summary>What follows from a <see cref="TaskState"/>.</summary>
public static class TaskStates
{
    /// <summary>The state's name in the API.</summary>
    public static string WireName(this TaskState state) => state switch
    {
        TaskState.Starting => "TASK_STARTING",
        TaskState.Running => "TASK_RUNNING",
        TaskState.Killing => "TASK_KILLING",
        TaskState.Finished => "TASK_FINISHED",
        TaskState.Failed => "TASK_FAILED",
        TaskState.Killed => "TASK_KILLED",
        TaskState.Error => "TASK_ERROR",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Whether nothing may follow this state.</summary>
    public static bool IsTerminal(this TaskState state) =>
        state is TaskState.Finished or TaskState.Failed or TaskState.Killed or TaskState.Error;
}
