using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <content>SUBSCRIBE, and the stream of events it is answered with.</content>
public sealed partial class Agent
{
    private async Task SubscribeAsync(HttpContext context, ExecutorCall call)
    {
        var stream = new EventStream(context, Options.Chunking);
        lock (_gate)
        {
            if (_phase == AgentPhase.Down)
                return;

            RecordAnswer(StatusCodes.Status200OK, call, text: null);
            if (_executor == ExecutorPhase.Terminating)
                TurnAway(stream);
            else
                Welcome(stream, call);
        }

        var closedBy = await stream.RunAsync();
        lock (_gate)
        {
            if (_stream == stream)
                _stream = null;
            Timeline.Record(TimelineKind.StreamClosed, closedBy);
        }
    }

    /// <summary>An executor that is to end is told so again, whenever it subscribes.</summary>
    private void TurnAway(EventStream stream)
    {
        var shutdown = new JsonObject { ["type"] = "SHUTDOWN" };
        stream.TrySend(Record.Encode(shutdown));
        stream.Close("by the agent: the executor is to shut down");
        Timeline.Record(TimelineKind.EventSent, "SHUTDOWN instead of a subscription", type: "SHUTDOWN", detail: shutdown);
    }

    private void Welcome(EventStream stream, ExecutorCall call)
    {
        _stream?.Close("by the agent: the executor subscribed again");
        _stream = stream;
        _executor = ExecutorPhase.Running;
        _isDisconnectedByAgent = false;
        Timeline.Record(TimelineKind.Subscribed, call.Summary, detail: call.Body);

        var taken = _ledger.TakeSubscription(call.Body["subscribe"]!.AsObject());
        if (_ledger.AllKilledBeforeDelivery)
        {
            BeginShutdown();
            return;
        }

        Send(Introduction());
        foreach (var update in taken)
            Acknowledge(update);
        foreach (var delivery in _ledger.Dequeue())
            Deliver(delivery);

        if (Options.HeartbeatInterval is { } interval)
            _ = SendHeartbeatsAsync(stream, interval, _life.Token);
    }
}
