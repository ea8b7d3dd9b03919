using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <content>What a test or a script has the agent do to its executor.</content>
public sealed partial class Agent
{
    /// <summary>
    /// Gives the executor a task; queued until it has subscribed. What every TaskInfo has and this one lacks (name, agent_id, executor)
    /// is filled in.
    /// </summary>
    /// <param name="taskInfo">The TaskInfo.</param>
    /// <exception cref="InvalidOperationException">The agent is down, or the executor is told to shut down.</exception>
    public void Launch(JsonObject taskInfo) => Launch([taskInfo], isGroup: false);

    /// <summary>Gives the executor a task group; queued until it has subscribed.</summary>
    /// <param name="taskInfos">The TaskInfo of each task.</param>
    /// <exception cref="InvalidOperationException">The agent is down, or the executor is told to shut down.</exception>
    public void LaunchGroup(params IReadOnlyList<JsonObject> taskInfos) => Launch(taskInfos, isGroup: true);

    /// <summary>Asks the executor to kill a task. One that is still queued is killed by the agent, with the rest of its group.</summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="grace">The grace period of a kill policy to send along; null for none.</param>
    public void Kill(string taskId, TimeSpan? grace = null)
    {
        lock (_gate)
        {
            ThrowIfDown();
            if (_phase != AgentPhase.Running)
            {
                Timeline.Record(TimelineKind.Note, $"the kill of {taskId} is ignored: the agent is recovering", taskId: taskId);
                return;
            }

            if (_ledger.TakeOutOfQueue(taskId) is { } queued)
            {
                foreach (var task in queued.Tasks)
                    _ledger.Declare(task, "TASK_KILLED", "REASON_TASK_KILLED_DURING_LAUNCH", "killed before delivery to the executor");
                return;
            }

            var kill = new JsonObject { ["task_id"] = new JsonObject { ["value"] = taskId } };
            if (grace is { } period)
            {
                kill["kill_policy"] = new JsonObject
                {
                    ["grace_period"] = new JsonObject { ["nanoseconds"] = period.Ticks * 100 },
                };
            }

            Send(new JsonObject { ["type"] = "KILL", ["kill"] = kill });
        }
    }

    /// <summary>Tells the executor to shut down; after the grace period its container is destroyed.</summary>
    public void Shutdown()
    {
        lock (_gate)
        {
            ThrowIfDown();
            BeginShutdown();
        }
    }

    /// <summary>Passes a message of the framework on.</summary>
    /// <param name="data">The message.</param>
    public void Message(ReadOnlySpan<byte> data)
    {
        var text = Convert.ToBase64String(data);
        SendEvent(new JsonObject { ["type"] = "MESSAGE", ["message"] = new JsonObject { ["data"] = text } });
    }

    /// <summary>Sends an ERROR event.</summary>
    /// <param name="message">What is said to be wrong.</param>
    public void Error(string message) =>
        SendEvent(new JsonObject { ["type"] = "ERROR", ["error"] = new JsonObject { ["message"] = message } });

    /// <summary>Sends any event, also one no agent would send.</summary>
    /// <param name="message">The event.</param>
    public void SendEvent(JsonObject message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
            Send(message);
    }

    /// <summary>Sends bytes as they are, for records that are malformed.</summary>
    /// <param name="bytes">What goes into the stream.</param>
    public void SendRaw(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        lock (_gate)
        {
            var sent = _stream?.TrySend(bytes) ?? false;
            Timeline.Record(sent ? TimelineKind.EventSent : TimelineKind.EventLost, $"{bytes.Length} raw bytes", type: "RAW");
        }
    }

    /// <summary>Breaks the connection the events go over.</summary>
    public void DropStream()
    {
        lock (_gate)
        {
            _isDisconnectedByAgent = true;
            _stream?.Abort("by the agent: dropped");
            _stream = null;
        }
    }

    /// <summary>Changes when updates are acknowledged. What was withheld goes out, unless the new policy withholds as well.</summary>
    /// <param name="policy">The new policy.</param>
    public void Acknowledge(AcknowledgementPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        lock (_gate)
        {
            _acknowledgements = policy;
            if (policy.IsWithheld)
                return;

            foreach (var (taskId, uuid) in _withheld)
                SendAcknowledgement(taskId, uuid);
            _withheld.Clear();
        }
    }

    /// <summary>Treats calls of a type specially from now on.</summary>
    /// <param name="callType">Such as <c>UPDATE</c> or <c>SUBSCRIBE</c>.</param>
    /// <param name="treatment">What to do to them; null for nothing any more.</param>
    public void Treat(string callType, CallTreatment? treatment)
    {
        lock (_gate)
        {
            if (treatment is null)
                _treatments.Remove(callType);
            else
                _treatments[callType] = treatment;
        }
    }

    /// <summary>Refuses every UPDATE with a status from now on, without taking it.</summary>
    /// <param name="status">The HTTP status; null to take updates again.</param>
    public void AnswerUpdatesWith(int? status) => Treat("UPDATE", status is null ? null : new CallTreatment { Status = status });

    private void Launch(IReadOnlyList<JsonObject> taskInfos, bool isGroup)
    {
        ArgumentNullException.ThrowIfNull(taskInfos);
        lock (_gate)
        {
            ThrowIfDown();
            if (_executor is ExecutorPhase.Terminating or ExecutorPhase.Unknown)
                throw new InvalidOperationException("The executor takes no tasks any more: it is shut down, or forgotten by the agent.");

            var delivery = _ledger.Add([.. taskInfos.Select(Complete)], isGroup);
            if (_executor == ExecutorPhase.Running)
            {
                Deliver(delivery);
            }
            else
            {
                _ledger.Enqueue(delivery);
                Timeline.Record(TimelineKind.Note, $"queued until the executor subscribes: {Names(delivery)}");
            }
        }
    }

    private JsonObject Complete(JsonObject taskInfo)
    {
        var task = taskInfo.DeepClone().AsObject();
        task.TryAdd("name", task["task_id"]?["value"]?.DeepClone());
        task.TryAdd("agent_id", new JsonObject { ["value"] = Options.AgentId });
        task.TryAdd("executor", ExecutorIntroduction.ExecutorInfo(Options));
        return task;
    }

    private void Deliver(TaskDelivery delivery)
    {
        foreach (var task in delivery.Tasks)
            task.IsDelivered = true;

        var infos = delivery.Tasks.Select(task => task.Info.DeepClone()).ToArray();
        Send(delivery.IsGroup
            ? new JsonObject
            {
                ["type"] = "LAUNCH_GROUP",
                ["launch_group"] = new JsonObject { ["task_group"] = new JsonObject { ["tasks"] = new JsonArray(infos) } },
            }
            : new JsonObject { ["type"] = "LAUNCH", ["launch"] = new JsonObject { ["task"] = infos[0] } });
    }

    private static string Names(TaskDelivery delivery) => string.Join(", ", delivery.Tasks.Select(task => task.Id));

    private void ThrowIfDown()
    {
        if (_phase == AgentPhase.Down)
            throw new InvalidOperationException("The agent is down.");
    }
}
