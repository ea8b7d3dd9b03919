using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>
/// What a SUBSCRIBE has to bring: every update that was not acknowledged, oldest first, and the whole TaskInfo of every task none of
/// whose updates was. An acknowledgement that was sent may have been lost, so what it covers may be listed or not.
/// </summary>
internal sealed class SubscriptionRules(
    IReadOnlyList<TrackedTask> tasks, IReadOnlyList<JsonObject> statuses, IReadOnlyList<JsonObject> listedTasks)
{
    private readonly List<string?> _uuids = [.. statuses.Select(status => status["uuid"]?.GetValue<string>())];
    private readonly HashSet<string> _listedIds = [.. listedTasks.Select(Id)];

    public IEnumerable<(string Text, string? TaskId)> FindViolations() =>
        FindUpdateViolations().Concat(FindListedTaskViolations()).Concat(FindMissingTaskViolations());

    /// <summary>The tasks an agent concludes to have been lost: sent, never heard of, and unknown to the executor.</summary>
    public IEnumerable<TrackedTask> FindLost() => tasks.Where(task => IsUnheardOf(task) && task.State == TaskStates.Staging);

    private static string Id(JsonObject task) => task["task_id"]!["value"]!.GetValue<string>();

    private bool IsUnheardOf(TrackedTask task) => task.IsDelivered && !_listedIds.Contains(task.Id);

    private IEnumerable<(string, string?)> FindUpdateViolations()
    {
        foreach (var task in tasks)
        {
            var last = -1;
            foreach (var update in task.Updates)
            {
                var place = _uuids.IndexOf(update.Uuid);
                if (place < 0)
                {
                    if (!update.IsAcknowledged)
                    {
                        yield return (
                            $"{task.Id}: {update.Status["state"]} was not acknowledged, and is missing in unacknowledged_updates", task.Id);
                    }

                    continue;
                }

                if (place < last)
                    yield return ($"{task.Id}: unacknowledged_updates are not in the order sent", task.Id);
                last = place;
            }
        }
    }

    private IEnumerable<(string, string?)> FindListedTaskViolations()
    {
        foreach (var listed in listedTasks)
        {
            var id = Id(listed);
            var known = tasks.FirstOrDefault(task => task.Id == id && task.IsDelivered);
            if (known is null)
                yield return ($"{id}: in unacknowledged_tasks, although the executor was never sent it", id);
            else if (JsonDifference.Find(known.Info, listed) is { } difference)
                yield return ($"{id}: its TaskInfo in unacknowledged_tasks is not the one sent: {difference}", id);
        }
    }

    private IEnumerable<(string, string?)> FindMissingTaskViolations()
    {
        foreach (var task in tasks)
        {
            // Of a task in staging nobody can tell whether its LAUNCH got through: that is no violation, but the task is lost.
            if (IsUnheardOf(task) && task.State != TaskStates.Staging && !task.HasAcknowledgement && !task.IsDeclaredByAgent)
                yield return ($"{task.Id}: none of its updates was acknowledged, and it is missing in unacknowledged_tasks", task.Id);
        }
    }
}
