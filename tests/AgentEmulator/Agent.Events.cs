using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <content>What goes to the executor. All of it runs under the agent's lock.</content>
public sealed partial class Agent
{
    private void Send(JsonObject message)
    {
        var type = message["type"]?.ToString();
        var taskId = TaskIdOf(message);
        var wasSent = _stream?.TrySend(Record.Encode(message)) ?? false;
        var kind = (wasSent, type) switch
        {
            (false, _) => TimelineKind.EventLost,
            (true, "ACKNOWLEDGED") => TimelineKind.AcknowledgementSent,
            _ => TimelineKind.EventSent,
        };
        Timeline.Record(kind, $"{type} {taskId}".TrimEnd(), type: type, taskId: taskId, detail: message);
    }

    private static string? TaskIdOf(JsonObject message)
    {
        var holder = message["kill"] ?? message["acknowledged"] ?? message["launch"]?["task"];
        if (holder is not null)
            return holder["task_id"]?["value"]?.ToString();

        return message["launch_group"]?["task_group"]?["tasks"] is JsonArray tasks
            ? string.Join(", ", tasks.Select(task => task?["task_id"]?["value"]?.ToString()))
            : null;
    }

    private void BeginShutdown()
    {
        if (_executor == ExecutorPhase.Terminating)
            return;

        _executor = ExecutorPhase.Terminating;
        Send(new JsonObject { ["type"] = "SHUTDOWN" });
        _ = DestroyAfterGracePeriodAsync(_life.Token);
    }

    private async Task DestroyAfterGracePeriodAsync(CancellationToken cancellationToken)
    {
        if (await PauseAsync(Options.ExecutorShutdownGracePeriod, cancellationToken))
            Destroy($"the executor had not ended {MesosDuration.Format(Options.ExecutorShutdownGracePeriod)} after SHUTDOWN");
    }

    private void Destroy(string because)
    {
        lock (_gate)
        {
            if (_executorHasExited || _isDisposed)
                return;

            Timeline.Violation($"{because}: the agent destroys its container");
        }

        _destroyed.Cancel();
    }

    private void Acknowledge(TakenUpdate update)
    {
        if (!update.IsAcknowledged || update is not { TaskId: { } taskId, Uuid: { } uuid })
            return;

        if (_acknowledgements.IsWithheld)
        {
            _withheld.Add((taskId, uuid));
            Timeline.Record(TimelineKind.AcknowledgementWithheld, taskId, taskId: taskId);
        }
        else if (_acknowledgements.Delay > TimeSpan.Zero)
        {
            _ = AcknowledgeLaterAsync(taskId, uuid, _acknowledgements.Delay, _lifeNumber, _life.Token);
        }
        else
        {
            for (var time = 0; time < _acknowledgements.Times; time++)
                SendAcknowledgement(taskId, uuid);
        }
    }

    private async Task AcknowledgeLaterAsync(
        string taskId, string uuid, TimeSpan delay, int lifeNumber, CancellationToken cancellationToken)
    {
        if (!await PauseAsync(delay, cancellationToken))
            return;

        lock (_gate)
        {
            if (lifeNumber == _lifeNumber)
                SendAcknowledgement(taskId, uuid);
        }
    }

    private void SendAcknowledgement(string taskId, string uuid)
    {
        if (_stream is not null)
            _ledger.MarkAcknowledged(taskId, uuid);

        Send(new JsonObject
        {
            ["type"] = "ACKNOWLEDGED",
            ["acknowledged"] = new JsonObject { ["task_id"] = new JsonObject { ["value"] = taskId }, ["uuid"] = uuid },
        });
    }

    private async Task SendHeartbeatsAsync(EventStream stream, TimeSpan interval, CancellationToken cancellationToken)
    {
        while (await PauseAsync(interval, cancellationToken))
        {
            lock (_gate)
            {
                if (_stream != stream)
                    return;
                Send(new JsonObject { ["type"] = "HEARTBEAT" });
            }
        }
    }

    /// <returns>False when the agent ended meanwhile.</returns>
    private async Task<bool> PauseAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(duration, Options.Time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
