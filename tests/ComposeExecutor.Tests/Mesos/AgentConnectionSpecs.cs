using ComposeExecutor.Mesos;
using Microsoft.Extensions.Logging.Abstractions;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Tests.Mesos;

public sealed class AgentConnectionSpecs : IAsyncDisposable
{
    private const string Task = """{"task_id":{"value":"t"}, "of_the_future":[1.50]}""";
    private const string Launch = $$"""{"type":"LAUNCH","launch":{"task":{{Task}} } }""";

    private readonly ScriptedAgent _agent = new();
    private AgentConnection? _connection;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_subscription_goes_to_the_agents_executor_api_with_the_token()
    {
        Connect(_agent.Environment with { AuthenticationToken = "a.b.c" });

        var subscribe = await _agent.NextAsync("SUBSCRIBE");

        subscribe.RequestLine.ShouldBe("POST /slave(1)/api/v1/executor HTTP/1.1");
        subscribe.Header("Authorization").ShouldBe("Bearer a.b.c");
        subscribe.Header("Content-Type").ShouldBe("application/json");
        subscribe.Header("Accept").ShouldBe("application/json");
        subscribe.Json.GetProperty("framework_id").GetProperty("value").GetString().ShouldBe("framework");
    }

    [Fact]
    public async Task Events_arrive_in_order_and_end_with_the_shutdown()
    {
        await using var events = Connect(_agent.Environment);
        var stream = await _agent.SubscribedAsync();
        await stream.SendAsync(Launch);
        await stream.SendAsync("""{"type":"SHUTDOWN"}""");

        (await NextAsync(events)).ShouldBeOfType<ExecutorEvent.Subscribed>();
        (await NextAsync(events)).ShouldBeOfType<ExecutorEvent.Launch>().Task.TaskId.ShouldBe("t");
        (await NextAsync(events)).ShouldBeOfType<ExecutorEvent.Shutdown>();
        (await events.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Updates_are_sent_one_after_the_other()
    {
        await using var events = Connect(_agent.Environment);
        await _agent.SubscribedAsync();
        await NextAsync(events);

        Update(TaskState.Starting);
        Update(TaskState.Running);

        var first = await _agent.NextAsync("UPDATE");
        first.State.ShouldBe("TASK_STARTING");
        _agent.HasCalls.ShouldBeFalse();
        await first.AcceptAsync();
        (await _agent.NextAsync("UPDATE")).State.ShouldBe("TASK_RUNNING");
    }

    [Fact]
    public async Task An_update_made_while_subscribing_follows_the_subscription()
    {
        Connect(_agent.Environment);
        var subscribe = await _agent.NextAsync("SUBSCRIBE");
        subscribe.UnacknowledgedStates.ShouldBeEmpty();

        Update(TaskState.Running);
        await subscribe.OpenStreamAsync();
        await subscribe.SendAsync("""{"type":"HEARTBEAT"}""");

        (await _agent.NextAsync("UPDATE")).State.ShouldBe("TASK_RUNNING");
    }

    [Fact]
    public async Task Work_unacknowledged_at_a_disconnection_is_in_the_next_subscription_whole_and_in_order()
    {
        await using var events = Connect(_agent.Environment);
        var stream = await _agent.SubscribedAsync();
        await stream.SendAsync(Launch);
        await stream.SendAsync("""{"type":"LAUNCH_GROUP","launch_group":{"task_group":{"tasks":[{"task_id":{"value":"u"}}]}}}""");
        for (var i = 0; i < 3; i++)
            await NextAsync(events);
        Update(TaskState.Starting, "u");
        var starting = await _agent.NextAsync("UPDATE");
        await starting.AcceptAsync();
        await stream.AcknowledgeAsync("u", starting.Uuid);
        await NextAsync(events);
        Update(TaskState.Starting);
        var unanswered = await _agent.NextAsync("UPDATE");
        Update(TaskState.Running);

        stream.HangUp();

        var again = await _agent.NextAsync("SUBSCRIBE");
        again.UnacknowledgedTasks.ShouldBe([Task]);
        again.UnacknowledgedStates.ShouldBe(["TASK_STARTING", "TASK_RUNNING"]);
        _agent.HasCalls.ShouldBeFalse();
        unanswered.HangUp();
    }

    [Fact]
    public async Task A_settled_connection_resubscribes_with_nothing()
    {
        await using var events = Connect(_agent.Environment);
        var stream = await _agent.SubscribedAsync();
        await stream.SendAsync(Launch);
        Update(TaskState.Finished);
        var settled = _connection!.WhenAcknowledgedAsync(Cancel);
        var update = await _agent.NextAsync("UPDATE");
        await update.AcceptAsync();
        settled.IsCompleted.ShouldBeFalse();
        await stream.AcknowledgeAsync("t", update.Uuid);
        await settled.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        stream.HangUp();

        var again = await _agent.NextAsync("SUBSCRIBE");
        again.UnacknowledgedTasks.ShouldBeEmpty();
        again.UnacknowledgedStates.ShouldBeEmpty();
        (await NextAsync(events)).ShouldBeOfType<ExecutorEvent.Subscribed>();
    }

    [Fact]
    public async Task After_a_shutdown_the_last_updates_are_still_delivered_and_acknowledged_over_a_reconnection()
    {
        await using var events = Connect(_agent.Environment);
        var stream = await _agent.SubscribedAsync();
        await stream.SendAsync("""{"type":"SHUTDOWN"}""");
        while (await events.MoveNextAsync())
            ;
        Update(TaskState.Killed);
        var update = await _agent.NextAsync("UPDATE");
        await update.AcceptAsync();
        stream.HangUp();
        stream = await _agent.SubscribedAsync();

        await stream.AcknowledgeAsync("t", update.Uuid);

        await _connection!.WhenAcknowledgedAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    [Fact]
    public async Task A_malformed_event_is_skipped()
    {
        await using var events = Connect(_agent.Environment);
        var stream = await _agent.SubscribedAsync();
        await NextAsync(events);

        await stream.SendAsync("""{"type":"KILL","kill":{}}""");
        await stream.SendAsync("oops");
        await stream.SendAsync("""{"type":"DANCE"}""");

        (await NextAsync(events)).ShouldBe(new ExecutorEvent.Unknown("DANCE"));
    }

    [Fact]
    public async Task A_malformed_record_ends_the_subscription_and_a_new_one_begins()
    {
        await using var events = Connect(_agent.Environment);
        var stream = await _agent.SubscribedAsync();
        await stream.SendRawAsync("oops\n");

        await _agent.SubscribedAsync();

        (await NextAsync(events)).ShouldBeOfType<ExecutorEvent.Subscribed>();
        (await NextAsync(events)).ShouldBeOfType<ExecutorEvent.Subscribed>();
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("403 Forbidden")]
    public async Task A_refused_update_is_not_repeated_before_the_next_subscription(string status)
    {
        await using var events = Connect(_agent.Environment);
        var stream = await _agent.SubscribedAsync();
        Update(TaskState.Starting);
        Update(TaskState.Running);

        await (await _agent.NextAsync("UPDATE")).AnswerAsync(status, "no");
        var next = await _agent.NextAsync("UPDATE");
        next.State.ShouldBe("TASK_RUNNING");
        await next.AcceptAsync();
        stream.HangUp();

        (await _agent.NextAsync("SUBSCRIBE")).UnacknowledgedStates.ShouldBe(["TASK_STARTING", "TASK_RUNNING"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_update_that_does_not_get_through_is_in_a_new_subscription(bool answered)
    {
        await using var events = Connect(_agent.Environment with { Checkpoint = false });
        await _agent.SubscribedAsync();
        Update(TaskState.Running);

        var update = await _agent.NextAsync("UPDATE");
        if (answered)
            await update.AnswerAsync("503 Service Unavailable", "recovering");
        else
            update.HangUp();

        (await _agent.NextAsync("SUBSCRIBE")).UnacknowledgedStates.ShouldBe(["TASK_RUNNING"]);
    }

    [Fact]
    public async Task The_events_are_for_one_consumer()
    {
        Connect(_agent.Environment);
        await _agent.SubscribedAsync();

        Should.Throw<InvalidOperationException>(() => _connection!.EventsAsync(Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        await _agent.DisposeAsync();
    }

    private IAsyncEnumerator<ExecutorEvent> Connect(AgentEnvironment environment)
    {
        _connection = new AgentConnection(environment, TimeProvider.System, NullLogger<AgentConnection>.Instance);
        return _connection.EventsAsync(Cancel).GetAsyncEnumerator(Cancel);
    }

    private void Update(TaskState state, string task = "t") =>
        _connection!.Update(new TaskStatus(task, state, Guid.NewGuid(), DateTimeOffset.UnixEpoch));

    private static async Task<ExecutorEvent> NextAsync(IAsyncEnumerator<ExecutorEvent> events)
    {
        (await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel)).ShouldBeTrue();
        return events.Current;
    }
}
