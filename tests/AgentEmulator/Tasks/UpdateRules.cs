using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>The rules for status updates that an agent trusts executors to keep: it does not refuse what breaks them.</summary>
internal static class UpdateRules
{
    /// <summary>Lists what is wrong with a new update of a task that has not ended.</summary>
    public static IEnumerable<string> FindViolations(TrackedTask task, JsonObject status, IReadOnlyList<string> frameworkCapabilities)
    {
        var state = status["state"]!.GetValue<string>();
        var name = $"{task.Id}: {state}";

        if (!TaskStates.IsForExecutors(state))
            yield return $"{name} is not a state for executors to report";

        if (TaskStates.Progress(state) < TaskStates.Progress(task.State))
            yield return $"{name} after {task.State} leads back";

        if (state == TaskStates.Killing && !frameworkCapabilities.Contains("TASK_KILLING_STATE"))
            yield return $"{name} although the framework lacks the capability TASK_KILLING_STATE";

        if (status["reason"]?.GetValue<string>() is { } reason && !TaskStates.Reasons.Contains(reason))
            yield return $"{name} with reason {reason}, which the v1 API does not know: the agent drops it";

        var timestamp = new TrackedUpdate("", status).Timestamp;
        if (timestamp is null)
            yield return $"{name} without a timestamp";
        else if (task.Updates.Count > 0 && timestamp < task.Updates[^1].Timestamp)
            yield return $"{name} with a timestamp before that of the update sent earlier";

        var hasCheck = task.Info["check"] is not null;
        var hasCheckStatus = status["check_status"] is not null;
        if (hasCheck && !hasCheckStatus)
            yield return $"{name} without check_status, although the task has a check";
        else if (!hasCheck && hasCheckStatus)
            yield return $"{name} with check_status, although the task has no check";
    }
}
