using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Health;

/// <summary>The checks that a framework wants to be made of a task.</summary>
/// <param name="Health">Its health check; null for none.</param>
/// <param name="Check">Its check; null for none.</param>
public sealed record TaskChecks(TaskHealthCheck? Health, TaskCheck? Check)
{
    /// <summary>Reads the checks of a task.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="CheckException">They cannot be made as described; all that is wrong is told.</exception>
    public static TaskChecks Of(TaskInfo task)
    {
        var reader = new CheckReader();
        var checks = new TaskChecks(
            task.HealthCheck is { } health ? reader.ReadHealthCheck(health) : null,
            task.Check is { } check ? reader.ReadCheck(check) : null);
        return reader.Problems.Count == 0
            ? checks
            : throw new CheckException($"The task asks for checks that cannot be made: {string.Join("; ", reader.Problems)}. Correct them in the framework's description of the task.");
    }
}
