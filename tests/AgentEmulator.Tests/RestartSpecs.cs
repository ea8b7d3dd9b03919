using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AgentEmulator.Tests;

public sealed class RestartSpecs
{
    private const string TaskId = Emulation.TaskId;

    private readonly FakeTimeProvider _clock = new();

    private AgentOptions Checkpointing => new()
    {
        Checkpoint = true,
        SubscriptionBackoffMax = TimeSpan.FromSeconds(2),
        Acknowledgements = AcknowledgementPolicy.Withheld,
        Time = _clock,
    };

    [Fact]
    public async Task An_agent_that_is_down_refuses_connections_and_comes_back_on_the_same_port()
    {
        var (emulation, stream, task) = await Emulation.StartWithTaskAsync(Checkpointing);
        await using var _1 = emulation;
        using var _2 = stream;
        var port = emulation.Agent.Port;

        await emulation.Agent.GoDownAsync();

        await Should.ThrowAsync<IOException>(stream.NextAsync());
        var refused = await Should.ThrowAsync<HttpRequestException>(emulation.Executor.SubscribeAsync());
        refused.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);

        await emulation.Agent.ComeBackAsync();
        emulation.Agent.Port.ShouldBe(port);
        using var second = await emulation.Executor.SubscribeAsync(tasks: [task]);
        await second.NextAsync("SUBSCRIBED");
        _clock.Advance(TimeSpan.FromSeconds(2));
        await emulation.WaitForAsync(Recovered);
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recovering_agent_answers_503_first_to_everything_and_then_to_all_but_SUBSCRIBE()
    {
        var (emulation, stream, task) = await Emulation.StartWithTaskAsync(Checkpointing);
        await using var _1 = emulation;
        using var _2 = stream;
        await emulation.Agent.GoDownAsync();

        await emulation.Agent.ComeBackAsync(recovering: TimeSpan.FromSeconds(5));

        (await emulation.Executor.SendAsync("nonsense")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await emulation.WaitForAsync(TimelineKind.Recovered);
        (await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING"))
            .ShouldBe(new Answer(HttpStatusCode.ServiceUnavailable, "Agent has not finished recovery"));
        using var second = await emulation.Executor.SubscribeAsync(tasks: [task]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await emulation.WaitForAsync(Recovered);
        (await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING")).Status.ShouldBe(HttpStatusCode.Accepted);
        await emulation.WaitForUpdateAsync("TASK_RUNNING");
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_executor_that_does_not_subscribe_again_in_time_is_destroyed()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(Checkpointing);
        await using var _1 = emulation;
        using var _2 = stream;
        var destroyed = new TaskCompletionSource();
        using var registration = emulation.Agent.ExecutorDestroyed.Register(destroyed.SetResult);
        await emulation.Agent.GoDownAsync();

        await emulation.Agent.ComeBackAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));

        await destroyed.Task.WaitAsync(Deadlines.Generous, TestContext.Current.CancellationToken);
        await emulation.WaitForViolationAsync("did not subscribe again within 2secs");
    }

    [Fact]
    public async Task Without_checkpointing_an_agent_that_comes_back_does_not_know_its_executor()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;
        await emulation.Agent.GoDownAsync();
        await emulation.Agent.ComeBackAsync();

        var answer = await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");

        answer.ShouldBe(new Answer(HttpStatusCode.BadRequest, "Framework cannot be found"));
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "TASK_LOST")]
    [InlineData("PARTITION_AWARE", "TASK_DROPPED")]
    public async Task A_task_in_staging_that_a_subscription_does_not_know_is_lost(string? capability, string state)
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(
            new AgentOptions { FrameworkCapabilities = capability is null ? [] : [capability] });
        await using var _1 = emulation;
        using var _2 = stream;

        using var second = await emulation.Executor.SubscribeAsync();

        (await emulation.WaitForAsync(TimelineKind.TaskDeclared)).State.ShouldBe(state);
        emulation.Agent.TaskState(TaskId).ShouldBe(state);
    }

    [Fact]
    public async Task A_subscription_that_brings_all_that_is_not_acknowledged_is_without_fault()
    {
        var (emulation, stream, task) = await Emulation.StartWithTaskAsync(Checkpointing);
        await using var _1 = emulation;
        using var _2 = stream;
        var taken = emulation.Executor.Status(TaskId, "TASK_STARTING");
        await emulation.Executor.SendAsync(emulation.Executor.Update(taken));
        await emulation.WaitForUpdateAsync("TASK_STARTING");
        var unsent = emulation.Executor.Status(TaskId, "TASK_RUNNING");
        emulation.Agent.Acknowledge(AcknowledgementPolicy.Withheld);
        emulation.Agent.DropStream();

        using var second = await emulation.Executor.SubscribeAsync([taken, unsent], [task]);
        emulation.Agent.Acknowledge(AcknowledgementPolicy.Automatic);

        await second.NextAsync("SUBSCRIBED");
        await second.NextAsync("ACKNOWLEDGED");
        await second.NextAsync("ACKNOWLEDGED");
        emulation.Agent.TaskState(TaskId).ShouldBe("TASK_RUNNING");
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_that_forgets_an_update_or_its_task_is_a_violation()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(Checkpointing);
        await using var _1 = emulation;
        using var _2 = stream;
        await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");
        await emulation.WaitForUpdateAsync("TASK_RUNNING");

        using var second = await emulation.Executor.SubscribeAsync();

        await emulation.WaitForViolationAsync("was not acknowledged, and is missing in unacknowledged_updates");
        await emulation.WaitForViolationAsync("it is missing in unacknowledged_tasks");
        emulation.Agent.TaskState(TaskId).ShouldBe("TASK_RUNNING");
    }

    [Fact]
    public async Task Unacknowledged_updates_out_of_order_are_a_violation()
    {
        var (emulation, stream, task) = await Emulation.StartWithTaskAsync(Checkpointing);
        await using var _1 = emulation;
        using var _2 = stream;
        var first = emulation.Executor.Status(TaskId, "TASK_STARTING");
        var second = emulation.Executor.Status(TaskId, "TASK_RUNNING");
        await emulation.Executor.SendAsync(emulation.Executor.Update(first));
        await emulation.Executor.SendAsync(emulation.Executor.Update(second));
        await emulation.WaitForUpdateAsync("TASK_RUNNING");

        using var again = await emulation.Executor.SubscribeAsync([second, first], [task]);

        await emulation.WaitForViolationAsync("not in the order sent");
    }

    [Fact]
    public async Task A_task_that_comes_back_changed_is_a_violation_that_names_the_field()
    {
        var (emulation, stream, task) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;
        task["field_of_a_later_version"]!["list"]!.AsArray()[1] = 2;
        var other = TaskInfos.Marathon("stranger").ToJson();
        other["agent_id"] = new JsonObject { ["value"] = emulation.Agent.Options.AgentId };

        using var second = await emulation.Executor.SubscribeAsync(tasks: [task, other]);

        await emulation.WaitForViolationAsync("is not the one sent: field_of_a_later_version.list[1] is 2 instead of 2.5");
        await emulation.WaitForViolationAsync("stranger: in unacknowledged_tasks, although the executor was never sent it");
    }

    private static bool Recovered(TimelineEntry entry) =>
        entry.Kind == TimelineKind.Recovered && entry.Summary == "the agent has recovered";
}
