using ComposeExecutor.Mesos;
using Microsoft.Extensions.Logging.Abstractions;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Tests.Mesos;

public sealed class AgentConnectionLossSpecs : IAsyncDisposable
{
    private readonly AnnouncingTimeProvider _time = new();
    private readonly ScriptedAgent _agent = new();
    private AgentConnection? _connection;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_checkpointing_a_disconnection_loses_the_agent_at_once()
    {
        var events = Connect(_agent.Environment with { Checkpoint = false });
        (await _agent.SubscribedAsync()).HangUp();

        (await AllAsync(events)).Last().ShouldBeOfType<ExecutorEvent.AgentLost>();
    }

    [Fact]
    public async Task With_checkpointing_the_agent_is_lost_when_the_recovery_timeout_has_passed()
    {
        var events = Connect(_agent.Environment);
        (await _agent.SubscribedAsync()).HangUp();
        await _agent.DisposeAsync();
        await PatienceAsync();
        (await _time.NextWaitAsync()).ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(25));

        _time.Advance(TimeSpan.FromMinutes(14));
        await PatienceAsync();
        await _time.NextWaitAsync();
        _time.Advance(TimeSpan.FromMinutes(1));

        (await AllAsync(events)).Last().ShouldBeOfType<ExecutorEvent.AgentLost>().Reason.ShouldContain("refused");
    }

    [Theory]
    [InlineData("503 Service Unavailable")]
    [InlineData("400 Bad Request")]
    [InlineData("401 Unauthorized")]
    [InlineData("403 Forbidden")]
    public async Task A_refused_subscription_is_tried_again(string status)
    {
        var events = Connect(_agent.Environment);
        await (await _agent.NextAsync("SUBSCRIBE")).AnswerAsync(status, "not now");
        await PatienceAsync();
        _time.Advance(await _time.NextWaitAsync());
        var stream = await _agent.SubscribedAsync();
        await stream.SendAsync("""{"type":"SHUTDOWN"}""");

        (await AllAsync(events)).Select(received => received.GetType())
            .ShouldBe([typeof(ExecutorEvent.Subscribed), typeof(ExecutorEvent.Shutdown)]);
    }

    [Fact]
    public async Task A_loss_says_what_the_agent_answered()
    {
        var events = Connect(_agent.Environment with { Checkpoint = false });
        var subscribe = await _agent.NextAsync("SUBSCRIBE");
        _time.Advance(TimeSpan.FromSeconds(1));
        await PatienceAsync();
        await subscribe.AnswerAsync("400 Bad Request", "Framework cannot be found");
        await _time.NextWaitAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await (await _agent.NextAsync("SUBSCRIBE")).AnswerAsync("400 Bad Request", "Framework cannot be found");

        var lost = (await AllAsync(events)).ShouldHaveSingleItem().ShouldBeOfType<ExecutorEvent.AgentLost>();
        lost.Reason.ShouldContain("400 Bad Request: Framework cannot be found");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_that_does_not_answer_is_not_waited_for_forever(bool headersCome)
    {
        Connect(_agent.Environment);
        var silent = await _agent.NextAsync("SUBSCRIBE");
        if (headersCome)
            await silent.OpenStreamAsync();

        _time.Advance(await _time.NextWaitAsync());
        _time.Advance(await _time.NextWaitAsync());

        await _agent.NextAsync("SUBSCRIBE");
    }

    [Fact]
    public async Task Nothing_hangs_or_throws_after_the_agent_was_lost()
    {
        var events = Connect(_agent.Environment with { Checkpoint = false });
        (await _agent.SubscribedAsync()).HangUp();
        _connection!.Update(Running());
        var waiting = _connection.WhenAcknowledgedAsync(Cancel);
        await AllAsync(events);

        _connection.Update(Running());

        await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        await _connection.WhenAcknowledgedAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    [Fact]
    public async Task Disposal_ends_everything()
    {
        var events = Connect(_agent.Environment);
        await _agent.SubscribedAsync();
        _connection!.Update(Running());
        var waiting = _connection.WhenAcknowledgedAsync(Cancel);

        await _connection.DisposeAsync();

        await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        (await AllAsync(events)).ShouldAllBe(received => received is ExecutorEvent.Subscribed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        await _agent.DisposeAsync();
    }

    private static TaskStatus Running() => new("t", TaskState.Running, Guid.NewGuid(), DateTimeOffset.UnixEpoch);

    private IAsyncEnumerable<ExecutorEvent> Connect(AgentEnvironment environment)
    {
        _connection = new AgentConnection(environment, _time, NullLogger<AgentConnection>.Instance, new Random(1));
        return _connection.EventsAsync(Cancel);
    }

    /// <summary>Each try to subscribe begins by setting a limit to it.</summary>
    private async Task PatienceAsync() => (await _time.NextWaitAsync()).ShouldBeLessThanOrEqualTo(RecoveryPolicy.LongestPatience);

    private static async Task<List<ExecutorEvent>> AllAsync(IAsyncEnumerable<ExecutorEvent> events)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        var all = new List<ExecutorEvent>();
        await foreach (var received in events.WithCancellation(deadline.Token))
            all.Add(received);
        return all;
    }
}
