namespace ComposeExecutor.Pods;

/// <summary>Tasks that were launched together, and end together when one of them fails. A single task is a group of one.</summary>
/// <param name="taskIds">Their ids.</param>
internal sealed class TaskGroup(IReadOnlyList<string> taskIds)
{
    private volatile string? _failed;

    /// <summary>The ids of its tasks.</summary>
    public IReadOnlyList<string> TaskIds => taskIds;

    /// <summary>The first task of it that has failed; null while none has.</summary>
    public string? Failed => _failed;

    /// <summary>Notes that a task of it has failed.</summary>
    /// <param name="taskId">The task.</param>
    public void Fail(string taskId) => _failed ??= taskId;
}
