using System.Net;
using System.Threading.Channels;

namespace ComposeExecutor.Mesos;

public sealed partial class AgentConnection
{
    /// <summary>
    /// Sends updates one after the other: the agent keeps the order in which it accepted them, and 202 means no more than that. Returns
    /// when the session ends, or ends the session and returns why an update did not get through; the next SUBSCRIBE will carry it.
    /// </summary>
    private async Task<string?> DeliverAsync(ChannelReader<TaskStatus> outbox, CancellationTokenSource session)
    {
        try
        {
            await foreach (var update in outbox.ReadAllAsync(session.Token))
            {
                if (await TryDeliverAsync(update, session.Token) is not { } failure)
                    continue;
                await session.CancelAsync();
                return $"{update} was not delivered: {failure}";
            }
        }
        catch (OperationCanceledException) when (session.IsCancellationRequested)
        {
            // The subscription is over, and whoever ended it knows why.
        }

        return null;
    }

    /// <summary>Null when the agent has decided about the update, otherwise what kept it from doing so.</summary>
    private async Task<string?> TryDeliverAsync(TaskStatus update, CancellationToken session)
    {
        using var impatience = new CancellationTokenSource(RecoveryPolicy.LongestPatience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(session, impatience.Token);
        try
        {
            using var response = await _transport.PostAsync(_calls.Update(update), both.Token);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                LogAccepted(update.State.WireName(), update.TaskId, update.Uuid);
                return null;
            }

            var answer = await AgentTransport.DescribeAsync(response, both.Token);
            if ((int)response.StatusCode >= 500)
                return $"the agent answered {answer}";

            // The same update would get the same answer now. It stays unacknowledged, so that a next SUBSCRIBE carries it.
            LogRefused(update.State.WireName(), update.TaskId, update.Uuid, answer);
            return null;
        }
        catch (OperationCanceledException) when (!session.IsCancellationRequested)
        {
            return $"the agent did not answer within {RecoveryPolicy.LongestPatience.TotalSeconds} s";
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return e.GetBaseException().Message;
        }
    }
}
