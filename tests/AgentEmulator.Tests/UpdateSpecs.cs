using System.Net;
using System.Text.Json.Nodes;

namespace AgentEmulator.Tests;

public sealed class UpdateSpecs
{
    private const string TaskId = Emulation.TaskId;

    [Fact]
    public async Task An_update_is_accepted_and_acknowledged()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;
        var status = emulation.Executor.Status(TaskId, "TASK_RUNNING");

        (await emulation.Executor.SendAsync(emulation.Executor.Update(status))).Status.ShouldBe(HttpStatusCode.Accepted);

        var acknowledged = (await stream.NextAsync("ACKNOWLEDGED"))["acknowledged"]!;
        acknowledged["task_id"]!["value"]!.GetValue<string>().ShouldBe(TaskId);
        acknowledged["uuid"]!.GetValue<string>().ShouldBe(status["uuid"]!.GetValue<string>());
        (await emulation.WaitForUpdateAsync("TASK_RUNNING")).Detail.GetProperty("state").GetString().ShouldBe("TASK_RUNNING");
        emulation.Agent.TaskState(TaskId).ShouldBe("TASK_RUNNING");
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_update_is_harmless_and_acknowledged_again()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;
        var update = emulation.Executor.Update(emulation.Executor.Status(TaskId, "TASK_FINISHED"));

        await emulation.Executor.SendAsync(update);
        await emulation.Executor.SendAsync(update);

        await stream.NextAsync("ACKNOWLEDGED");
        await stream.NextAsync("ACKNOWLEDGED");
        await emulation.WaitForAsync(TimelineKind.UpdateRepeated);
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Acknowledgements_are_withheld_and_released_in_order()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(
            new AgentOptions { Acknowledgements = AcknowledgementPolicy.Withheld });
        await using var _1 = emulation;
        using var _2 = stream;
        var first = emulation.Executor.Status(TaskId, "TASK_STARTING");
        await emulation.Executor.SendAsync(emulation.Executor.Update(first));
        await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");
        await emulation.WaitForUpdateAsync("TASK_RUNNING");

        emulation.Agent.Message("nothing came before this"u8);
        emulation.Agent.Acknowledge(AcknowledgementPolicy.Automatic);

        await stream.NextAsync("MESSAGE");
        (await stream.NextAsync("ACKNOWLEDGED"))["acknowledged"]!["uuid"]!.ToString().ShouldBe(first["uuid"]!.ToString());
        await stream.NextAsync("ACKNOWLEDGED");
    }

    [Fact]
    public async Task Acknowledgements_come_twice()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(
            new AgentOptions { Acknowledgements = AcknowledgementPolicy.Twice });
        await using var _1 = emulation;
        using var _2 = stream;

        await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");

        var first = await stream.NextAsync("ACKNOWLEDGED");
        JsonNode.DeepEquals(first, await stream.NextAsync("ACKNOWLEDGED")).ShouldBeTrue();
    }

    [Fact]
    public async Task Acknowledgements_come_late()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(
            new AgentOptions { Acknowledgements = AcknowledgementPolicy.DelayedBy(TimeSpan.FromMilliseconds(100)) });
        await using var _1 = emulation;
        using var _2 = stream;

        await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");
        await stream.NextAsync("ACKNOWLEDGED");

        var update = await emulation.WaitForUpdateAsync("TASK_RUNNING");
        var acknowledgement = await emulation.WaitForAsync(TimelineKind.AcknowledgementSent);
        (acknowledgement.At - update.At).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(90));
    }

    [Fact]
    public async Task Acknowledgements_come_before_the_answer()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(
            new AgentOptions { Acknowledgements = AcknowledgementPolicy.BeforeAnswer });
        await using var _1 = emulation;
        using var _2 = stream;

        await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");

        var acknowledgement = await emulation.WaitForAsync(TimelineKind.AcknowledgementSent);
        var answer = await emulation.WaitForAsync(entry => entry is { Kind: TimelineKind.AnswerGiven, Type: "UPDATE" });
        acknowledgement.Number.ShouldBeLessThan(answer.Number);
    }

    [Fact]
    public async Task Updates_are_refused_for_a_while()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;

        emulation.Agent.AnswerUpdatesWith(503);
        (await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        emulation.Agent.TaskState(TaskId).ShouldBe("TASK_STAGING");

        emulation.Agent.AnswerUpdatesWith(null);
        (await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING")).Status.ShouldBe(HttpStatusCode.Accepted);
        emulation.Agent.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_update_whose_answer_is_lost_has_been_taken()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;
        emulation.Agent.Treat("UPDATE", new CallTreatment { BreakInsteadOfAnswer = true, Times = 1 });

        await Should.ThrowAsync<HttpRequestException>(emulation.Executor.UpdateAsync(TaskId, "TASK_STARTING"));

        await emulation.WaitForUpdateAsync("TASK_STARTING");
        (await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING")).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_update_sent_before_the_one_ahead_is_answered_is_a_violation()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;
        emulation.Agent.Treat("UPDATE", new CallTreatment { Latency = TimeSpan.FromSeconds(1) });

        var first = emulation.Executor.UpdateAsync(TaskId, "TASK_STARTING");
        await emulation.WaitForAsync(entry => entry.Kind == TimelineKind.CallReceived && entry.State == "TASK_STARTING");
        await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");
        await first;

        await emulation.WaitForViolationAsync("TASK_RUNNING was sent before the update ahead of it was answered");
        await emulation.WaitForUpdateAsync("TASK_RUNNING");
    }

    [Theory]
    [InlineData("TASK_FINISHED", "TASK_RUNNING", "TASK_RUNNING after TASK_FINISHED, which is final")]
    [InlineData("TASK_KILLED", "TASK_KILLED", "TASK_KILLED after TASK_KILLED, which is final")]
    [InlineData("TASK_RUNNING", "TASK_STARTING", "TASK_STARTING after TASK_RUNNING leads back")]
    [InlineData("TASK_RUNNING", "TASK_KILLING", "lacks the capability TASK_KILLING_STATE")]
    [InlineData("TASK_RUNNING", "TASK_UNREACHABLE", "not a state for executors")]
    public async Task A_state_that_must_not_follow_is_a_violation(string first, string second, string text)
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;

        await emulation.Executor.UpdateAsync(TaskId, first);
        (await emulation.Executor.UpdateAsync(TaskId, second)).Status.ShouldBe(HttpStatusCode.Accepted);

        await emulation.WaitForViolationAsync(text);
    }

    [Theory]
    [InlineData("timestamp", null, "without a timestamp")]
    [InlineData("timestamp", "1.5", "before that of the update sent earlier")]
    [InlineData("reason", "\"REASON_SLAVE_RESTARTED\"", "which the v1 API does not know")]
    [InlineData("agent_id", """{"value": "other"}""", "is dropped, because its agent_id is other")]
    [InlineData("check_status", """{"type": "TCP", "tcp": {}}""", "with check_status, although the task has no check")]
    public async Task A_field_that_must_not_be_so_is_a_violation(string field, string? value, string text)
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;
        await emulation.Executor.UpdateAsync(TaskId, "TASK_STARTING");
        var status = emulation.Executor.Status(TaskId, "TASK_RUNNING");
        status[field] = value is null ? null : JsonNode.Parse(value);

        await emulation.Executor.SendAsync(emulation.Executor.Update(status));

        await emulation.WaitForViolationAsync(text);
    }

    [Fact]
    public async Task A_missing_check_status_is_a_violation_for_a_task_with_a_check()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(
            task: TaskInfos.Marathon(TaskId) with { Check = TaskInfos.TcpCheck(31000) });
        await using var _1 = emulation;
        using var _2 = stream;

        await emulation.Executor.UpdateAsync(TaskId, "TASK_RUNNING");

        await emulation.WaitForViolationAsync("without check_status, although the task has a check");
    }

    [Fact]
    public async Task An_update_of_a_task_the_executor_was_never_sent_is_dropped()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;

        await emulation.Executor.UpdateAsync("stranger", "TASK_RUNNING");

        await emulation.WaitForViolationAsync("the executor was never sent this task");
        await emulation.WaitForAsync(TimelineKind.UpdateIgnored);
    }

    [Fact]
    public async Task A_deadline_that_passes_shows_the_whole_timeline()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;

        var wait = emulation.Agent.WaitForUpdateAsync(TaskId, "TASK_RUNNING", TimeSpan.FromMilliseconds(50));

        var exception = await Should.ThrowAsync<DeadlinePassedException>(wait);
        exception.Message.ShouldContain("web.1 to be TASK_RUNNING");
        exception.Message.ShouldContain("LAUNCH web.1");
    }
}
