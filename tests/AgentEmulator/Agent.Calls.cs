using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections;

namespace AgentEmulator;

/// <content>The executor's calls: which are refused, and how the others are taken.</content>
public sealed partial class Agent
{
    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            var (call, refusal) = await AdmitAsync(context);
            if (refusal is not null || call is null)
                await AnswerAsync(context, call, refusal!);
            else
                await TakeAsync(context, call);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // Whoever called is gone, or the agent is.
        }
    }

    private async Task<(ExecutorCall? Call, Refusal? Refusal)> AdmitAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request);
        if (!RequestRules.IsExecutorApi(context.Request.Path))
        {
            RecordCall(context, call: null, body);
            return (null, new Refusal(StatusCodes.Status404NotFound, "There is only /slave(1)/api/v1/executor here."));
        }

        var (claims, refusal) = Options.RequireToken ? TokenRules.Authenticate(context.Request, _tokens) : (null, null);
        ExecutorCall? call = null;
        lock (_gate)
        {
            if (refusal is null && _phase == AgentPhase.Recovering)
                refusal = NotRecovered;
        }

        refusal ??= RequestRules.Check(context.Request);
        if (refusal is null)
            (call, refusal) = CallReader.Read(body);
        RecordCall(context, call, body);
        if (call?.Type == "SUBSCRIBE")
            refusal = RequestRules.CheckAccept(context.Request);
        lock (_gate)
            return (call, refusal ?? Judge(call!, claims));
    }

    private static Refusal NotRecovered =>
        new(StatusCodes.Status503ServiceUnavailable, "Agent has not finished recovery") { IsViolation = false };

    private Refusal? Judge(ExecutorCall call, JsonObject? claims)
    {
        // Nothing is asked of a heartbeat: its ids may be anything.
        if (call.Type == "HEARTBEAT")
            return null;

        if (call.Type != "SUBSCRIBE" && _phase == AgentPhase.Reconnecting)
            return NotRecovered;

        if (call.FrameworkId != Options.FrameworkId || _executor == ExecutorPhase.Unknown)
        {
            return new Refusal(StatusCodes.Status400BadRequest, "Framework cannot be found")
            {
                IsViolation = _executor != ExecutorPhase.Unknown,
            };
        }

        if (call.ExecutorId != Options.ExecutorId)
            return new Refusal(StatusCodes.Status400BadRequest, "Executor cannot be found");

        if (claims is not null && TokenRules.Verify(claims, call, Options.ContainerId) is { } refusal)
            return refusal;

        if (call.Type != "SUBSCRIBE" && _executor == ExecutorPhase.Registering)
        {
            // After a restart of the agent an executor cannot know that it is not subscribed any more.
            return new Refusal(StatusCodes.Status403Forbidden, "Executor is not subscribed") { IsViolation = _lifeNumber == 0 };
        }

        return call.Type == "UNKNOWN" ? new Refusal(StatusCodes.Status501NotImplemented, "501 Not Implemented.") : null;
    }

    private async Task TakeAsync(HttpContext context, ExecutorCall call)
    {
        var treatment = TreatmentOf(call.Type);
        if (treatment.Status is { } status)
        {
            await PauseAsync(treatment.Latency, context.RequestAborted);
            await AnswerAsync(context, call, new Refusal(status, treatment.Text) { IsViolation = false });
            return;
        }

        switch (call.Type)
        {
            case "SUBSCRIBE":
                await PauseAsync(treatment.Latency, context.RequestAborted);
                await SubscribeAsync(context, call);
                break;
            case "UPDATE":
                await TakeUpdateAsync(context, call, treatment);
                break;
            default:
                await AcceptAsync(context, call, treatment);
                break;
        }
    }

    private async Task TakeUpdateAsync(HttpContext context, ExecutorCall call, CallTreatment treatment)
    {
        Mailbox.Letter letter;
        bool isFirstInFlight, isAcknowledgedFirst;
        lock (_gate)
        {
            isFirstInFlight = _tasksInFlight.Add(call.TaskId!);
            if (!isFirstInFlight)
                Timeline.Violation($"{call.TaskId}: {call.State} was sent before the update ahead of it was answered", call.TaskId);

            isAcknowledgedFirst = _acknowledgements.IsBeforeAnswer;
            letter = _mailbox.Post(() => TakeUpdate(call.Status!));
        }

        try
        {
            if (isAcknowledgedFirst)
            {
                letter.Release();
                await letter.Handled;
            }

            await AcceptAsync(context, call, treatment, beforeAnswer: () =>
            {
                if (!isFirstInFlight)
                    return;
                lock (_gate)
                    _tasksInFlight.Remove(call.TaskId!);
            });
        }
        finally
        {
            // Taken whether or not the answer arrived: the agent has it.
            letter.Release();
        }
    }

    private void TakeUpdate(JsonObject status)
    {
        lock (_gate)
            Acknowledge(_ledger.Take(status));
    }

    private async Task AcceptAsync(HttpContext context, ExecutorCall call, CallTreatment treatment, Action? beforeAnswer = null)
    {
        await PauseAsync(treatment.Latency, context.RequestAborted);
        beforeAnswer?.Invoke();
        if (treatment.BreakInsteadOfAnswer)
        {
            Timeline.Record(
                TimelineKind.AnswerGiven, $"none to {call.Type}: the connection is broken", type: call.Type, taskId: call.TaskId);
            context.Abort();
            return;
        }

        RecordAnswer(StatusCodes.Status202Accepted, call, text: null);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentLength = 0;
        await context.Response.CompleteAsync();
    }

    private async Task AnswerAsync(HttpContext context, ExecutorCall? call, Refusal refusal)
    {
        if (refusal.IsViolation)
            Timeline.Violation($"refused with {refusal.Status}: {refusal.Text}", call?.TaskId);
        RecordAnswer(refusal.Status, call, refusal.Text);

        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (refusal.Header is { } header)
            context.Response.Headers[header.Name] = header.Value;
        await context.Response.WriteAsync(refusal.Text, context.RequestAborted);
    }

    private void RecordAnswer(int status, ExecutorCall? call, string? text) => Timeline.Record(
        TimelineKind.AnswerGiven, $"{status} to {call?.Type ?? "it"}{(text is null ? "" : $": {text}")}",
        type: call?.Type, taskId: call?.TaskId, code: status);

    private void RecordCall(HttpContext context, ExecutorCall? call, byte[] body)
    {
        if (call is not null)
        {
            Timeline.Record(
                TimelineKind.CallReceived, call.Summary, type: call.Type, taskId: call.TaskId, state: call.State, detail: call.Body);
            return;
        }

        Timeline.Record(
            TimelineKind.CallReceived, $"{context.Request.Method} {context.Request.Path}, unread",
            detail: JsonValue.Create(Encoding.UTF8.GetString(body)));
    }

    private CallTreatment TreatmentOf(string type)
    {
        lock (_gate)
        {
            if (!_treatments.TryGetValue(type, out var treatment))
                return new CallTreatment();

            if (treatment.Times is { } times)
            {
                if (times <= 1)
                    _treatments.Remove(type);
                else
                    _treatments[type] = treatment with { Times = times - 1 };
            }

            return treatment;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }
}
