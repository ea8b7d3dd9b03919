using System.Net;
using System.Threading.Channels;

namespace ComposeExecutor.Mesos;

public sealed partial class AgentConnection
{
    /// <summary>One subscription from the call to its end, with the deliveries that go with it.</summary>
    private async Task<SubscriptionEnd> SubscribeAsync(TimeSpan patience)
    {
        LogSubscribing(_environment.ExecutorId, _environment.FrameworkId, _environment.DomainSocket ?? _environment.Endpoint.ToString());
        using var impatience = new CancellationTokenSource(patience, _time);
        using var session = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, impatience.Token);
        var (call, outbox) = OpenOutbox();
        var delivery = Task.FromResult<string?>(null);
        long? subscribed = null;
        string reason;
        try
        {
            reason = await ListenAsync(call, OnFirstEvent, session.Token);
        }
        catch (OperationCanceledException)
        {
            reason = $"the agent did not answer SUBSCRIBE within {patience.TotalSeconds} s";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or RecordIoException)
        {
            reason = e.GetBaseException().Message;
        }

        // Only when nothing of this subscription is under way any more can the next one say what is unacknowledged.
        CloseOutbox();
        await session.CancelAsync();
        var undelivered = await delivery;
        _closing.Token.ThrowIfCancellationRequested();
        TimeSpan? lasted = subscribed is { } since ? _time.GetElapsedTime(since) : null;
        return new SubscriptionEnd(undelivered ?? reason, lasted, ByAgent: undelivered is null);

        void OnFirstEvent()
        {
            impatience.CancelAfter(Timeout.InfiniteTimeSpan);
            subscribed = _time.GetTimestamp();
            Enter(AgentConnectionState.Subscribed);
            delivery = DeliverAsync(outbox, session);
        }
    }

    /// <summary>Subscribes and takes events until the agent ends the stream; returns how it did.</summary>
    private async Task<string> ListenAsync(ReadOnlyMemory<byte> subscribe, Action onFirstEvent, CancellationToken session)
    {
        using var response = await _transport.PostAsync(subscribe, session);
        if (response.StatusCode != HttpStatusCode.OK)
            return $"the agent answered SUBSCRIBE with {await AgentTransport.DescribeAsync(response, session)}";

        var first = true;
        await using var stream = await response.Content.ReadAsStreamAsync(session);
        await foreach (var record in new RecordIoReader(stream).ReadAllAsync(session))
        {
            if (Parse(record) is not { } received)
                continue;
            if (first)
                onFirstEvent();
            first = false;
            Receive(received);
        }

        return "the agent closed the event stream";
    }

    /// <summary>
    /// What is unacknowledged at this moment goes into SUBSCRIBE, what comes later into the outbox: no update goes both ways, and none
    /// overtakes another.
    /// </summary>
    private (ReadOnlyMemory<byte> Subscribe, ChannelReader<TaskStatus> Outbox) OpenOutbox()
    {
        lock (_gate)
        {
            _outbox = Channel.CreateUnbounded<TaskStatus>(new() { SingleReader = true });
            return (_calls.Subscribe(_work), _outbox.Reader);
        }
    }

    private void CloseOutbox()
    {
        lock (_gate)
            _outbox = null;
    }

    private ExecutorEvent? Parse(ReadOnlyMemory<byte> record)
    {
        try
        {
            return ExecutorEventParser.Parse(record);
        }
        catch (ExecutorEventException e)
        {
            LogMalformedEvent(e.Message, record.Length);
            return null;
        }
    }

    private void Receive(ExecutorEvent received)
    {
        switch (received)
        {
            case ExecutorEvent.Subscribed subscribed:
                LogSubscribed(_environment.ExecutorId, subscribed.AgentId, subscribed.AgentHostname);
                break;
            case ExecutorEvent.Launch { Task: var task }:
                Change(work => work.Launched(task));
                break;
            case ExecutorEvent.LaunchGroup { Tasks: var tasks }:
                Change(work => tasks.Aggregate(work, (unacknowledged, task) => unacknowledged.Launched(task)));
                break;
            case ExecutorEvent.Acknowledged acknowledged:
                Change(work => work.Acknowledged(acknowledged.TaskId, acknowledged.Uuid));
                break;
            case ExecutorEvent.AgentError { Text: var text }:
                LogAgentError(text);
                break;
            case ExecutorEvent.Unknown { Type: var type }:
                LogUnknownEvent(type);
                break;
        }

        _events.Writer.TryWrite(received);
        if (received is ExecutorEvent.Shutdown)
        {
            // Nothing that comes later matters to the consumer; the connection stays for the terminal updates.
            LogShutdown(_environment.ExecutorId);
            _events.Writer.TryComplete();
        }
    }

    private void Change(Func<UnacknowledgedWork, UnacknowledgedWork> change)
    {
        lock (_gate)
        {
            _work = change(_work);
            if (!_work.Updates.IsEmpty)
                return;
            _settled?.TrySetResult();
            _settled = null;
        }
    }
}
