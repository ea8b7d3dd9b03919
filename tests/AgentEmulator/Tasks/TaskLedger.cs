using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>What the agent knows of its executor's tasks. Not thread-safe: the agent's lock guards it.</summary>
internal sealed class TaskLedger(AgentOptions options, Timeline timeline)
{
    private readonly List<TrackedTask> _tasks = [];
    private readonly List<TaskDelivery> _queue = [];

    /// <summary>Whether tasks were given to the agent and every one of them was killed before it reached the executor.</summary>
    public bool AllKilledBeforeDelivery => _tasks.Count > 0 && _tasks.TrueForAll(task => !task.IsDelivered && task.IsTerminal);

    /// <summary>Whether the executor was ever given a task.</summary>
    public bool HasDeliveredTasks => _tasks.Exists(task => task.IsDelivered);

    /// <summary>The tasks that have not ended.</summary>
    public IReadOnlyList<TrackedTask> Unfinished => _tasks.FindAll(task => !task.IsTerminal);

    public TrackedTask? Find(string id) => _tasks.Find(task => task.Id == id);

    public TaskDelivery Add(IReadOnlyList<JsonObject> infos, bool isGroup)
    {
        var tasks = new List<TrackedTask>();
        foreach (var info in infos)
        {
            var id = info["task_id"]?["value"]?.GetValue<string>()
                ?? throw new ArgumentException("A TaskInfo needs a task_id with a value.", nameof(infos));
            if (Find(id) is not null)
                throw new ArgumentException($"There is a task {id} already.", nameof(infos));
            tasks.Add(new TrackedTask(id, info));
        }

        _tasks.AddRange(tasks);
        return new TaskDelivery(tasks, isGroup);
    }

    public void Enqueue(TaskDelivery delivery) => _queue.Add(delivery);

    /// <summary>Takes what is queued out of the queue, single tasks before groups as an agent sends them.</summary>
    public IReadOnlyList<TaskDelivery> Dequeue()
    {
        var deliveries = _queue.OrderBy(delivery => delivery.IsGroup).ToArray();
        _queue.Clear();
        return deliveries;
    }

    /// <summary>Removes the delivery a task is queued in, if it is; a group goes as a whole.</summary>
    public TaskDelivery? TakeOutOfQueue(string id)
    {
        var delivery = _queue.Find(candidate => candidate.Tasks.Any(task => task.Id == id));
        if (delivery is not null)
            _queue.Remove(delivery);
        return delivery;
    }

    /// <summary>Gives a task a state on the agent's own authority.</summary>
    public void Declare(TrackedTask task, string state, string reason, string message)
    {
        task.State = state;
        task.IsDeclaredByAgent = true;
        timeline.Record(
            TimelineKind.TaskDeclared, $"{task.Id} {state} {reason}: {message}", taskId: task.Id, state: state,
            detail: new JsonObject { ["state"] = state, ["reason"] = reason, ["message"] = message });
    }

    /// <summary>Takes a status over, from an UPDATE or from a SUBSCRIBE's unacknowledged updates.</summary>
    public TakenUpdate Take(JsonObject status)
    {
        var id = status["task_id"]!["value"]!.GetValue<string>();
        var uuid = status["uuid"]?.GetValue<string>();
        var state = status["state"]!.GetValue<string>();

        if (uuid is null)
            return Ignore(id, uuid, state, "it has no uuid");

        if (status["agent_id"]?["value"]?.GetValue<string>() is { } agent && agent != options.AgentId)
            return Ignore(id, uuid, state, $"its agent_id is {agent}, this agent's is {options.AgentId}");

        if (Find(id) is not { IsDelivered: true } task)
            return Ignore(id, uuid, state, "the executor was never sent this task");

        if (task.Find(uuid) is { } known)
        {
            if (JsonDifference.Find(known.Status, status) is { } difference)
                timeline.Violation($"{id}: {state} repeats a uuid with another content: {difference}", id, status);
            Record(TimelineKind.UpdateRepeated, id, state, status);
            return new TakenUpdate(id, uuid, IsAcknowledged: true);
        }

        if (task.IsTerminal)
        {
            if (!task.IsDeclaredByAgent)
                timeline.Violation($"{id}: {state} after {task.State}, which is final", id, status);
            Record(TimelineKind.UpdateIgnored, id, state, status);
            return new TakenUpdate(id, uuid, IsAcknowledged: true);
        }

        foreach (var violation in UpdateRules.FindViolations(task, status, options.FrameworkCapabilities))
            timeline.Violation(violation, id, status);

        task.Updates.Add(new TrackedUpdate(uuid, status));
        task.State = state;
        Record(TimelineKind.UpdateAccepted, id, state, status);
        return new TakenUpdate(id, uuid, IsAcknowledged: true);
    }

    public void MarkAcknowledged(string taskId, string uuid)
    {
        if (Find(taskId)?.Find(uuid) is { } update)
            update.IsAcknowledged = true;
    }

    /// <summary>Takes what a SUBSCRIBE brings, and settles what it shows the executor not to know.</summary>
    public IReadOnlyList<TakenUpdate> TakeSubscription(JsonObject subscribe)
    {
        var statuses = Items(subscribe["unacknowledged_updates"]).Select(update => update["status"]!.AsObject()).ToList();
        var listed = Items(subscribe["unacknowledged_tasks"]).ToList();

        var subscription = new SubscriptionRules(_tasks, statuses, listed);
        foreach (var (text, taskId) in subscription.FindViolations())
            timeline.Violation(text, taskId, subscribe);

        var taken = statuses.ConvertAll(Take);

        foreach (var task in subscription.FindLost())
        {
            Declare(
                task, options.FrameworkCapabilities.Contains("PARTITION_AWARE") ? "TASK_DROPPED" : "TASK_LOST",
                "REASON_AGENT_RESTARTED", "the executor subscribed and does not know this task");
        }

        return taken;
    }

    private static IEnumerable<JsonObject> Items(JsonNode? array) => (array as JsonArray ?? []).OfType<JsonObject>();

    private TakenUpdate Ignore(string id, string? uuid, string state, string because)
    {
        timeline.Violation($"{id}: {state} is dropped, because {because}", id);
        timeline.Record(TimelineKind.UpdateIgnored, $"{id} {state}", taskId: id, state: state);
        return new TakenUpdate(id, uuid, IsAcknowledged: false);
    }

    private void Record(TimelineKind kind, string id, string state, JsonObject status)
    {
        string?[] parts =
        [
            id, state, status["reason"]?.GetValue<string>(), status["healthy"] is { } healthy ? $"healthy={healthy.ToJsonString()}" : null,
            status["message"]?.GetValue<string>(),
        ];
        timeline.Record(kind, string.Join(' ', parts.Where(part => part is not null)), taskId: id, state: state, detail: status);
    }
}
