using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace AgentEmulator.Tests;

public sealed class SubscriptionSpecs
{
    [Fact]
    public async Task A_stream_begins_with_SUBSCRIBED_and_says_who_is_who()
    {
        await using var emulation = await Emulation.StartAsync(new AgentOptions { FrameworkCapabilities = ["TASK_KILLING_STATE"] });

        using var stream = await emulation.Executor.SubscribeAsync();

        var subscribed = (await stream.NextAsync("SUBSCRIBED"))["subscribed"]!;
        subscribed["executor_info"]!["executor_id"]!["value"]!.GetValue<string>().ShouldBe(emulation.Agent.Options.ExecutorId);
        subscribed["framework_info"]!["id"]!["value"]!.GetValue<string>().ShouldBe(emulation.Agent.Options.FrameworkId);
        subscribed["framework_info"]!["capabilities"]![0]!["type"]!.GetValue<string>().ShouldBe("TASK_KILLING_STATE");
        subscribed["agent_info"]!["id"]!["value"]!.GetValue<string>().ShouldBe(emulation.Agent.Options.AgentId);
        subscribed["container_id"]!["value"]!.GetValue<string>().ShouldBe(emulation.Agent.Options.ContainerId);
        stream.Response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Fact]
    public async Task Tasks_are_queued_until_the_subscription_and_single_ones_come_before_groups()
    {
        await using var emulation = await Emulation.StartAsync();
        emulation.Agent.LaunchGroup(TaskInfos.Marathon("group.1").ToJson(), TaskInfos.Marathon("group.2").ToJson());
        emulation.Agent.Launch(TaskInfos.Aurora("single.1").ToJson());

        using var stream = await emulation.Executor.SubscribeAsync();

        await stream.NextAsync("SUBSCRIBED");
        (await stream.NextAsync("LAUNCH"))["launch"]!["task"]!["task_id"]!["value"]!.GetValue<string>().ShouldBe("single.1");
        (await stream.NextAsync("LAUNCH_GROUP"))["launch_group"]!["task_group"]!["tasks"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_second_subscription_closes_the_first_stream()
    {
        await using var emulation = await Emulation.StartAsync();
        using var first = await emulation.Executor.SubscribeAsync();
        await first.NextAsync("SUBSCRIBED");

        using var second = await emulation.Executor.SubscribeAsync();

        (await first.NextAsync()).ShouldBeNull();
        await second.NextAsync("SUBSCRIBED");
        emulation.Agent.Message("hello"u8);
        var message = await second.NextAsync("MESSAGE");
        message["message"]!["data"]!.GetValue<string>().ShouldBe(Convert.ToBase64String("hello"u8));
    }

    [Fact]
    public async Task Every_event_reaches_the_stream()
    {
        await using var emulation = await Emulation.StartAsync();
        using var stream = await emulation.Executor.SubscribeAsync();
        await stream.NextAsync("SUBSCRIBED");

        emulation.Agent.Launch(TaskInfos.Marathon("web.1").ToJson());
        emulation.Agent.Kill("web.1", TimeSpan.FromSeconds(3));
        emulation.Agent.Kill("web.1");
        emulation.Agent.Error("wrong");
        emulation.Agent.SendEvent(new JsonObject { ["type"] = "OF_A_LATER_VERSION" });
        emulation.Agent.SendRaw(Encoding.ASCII.GetBytes("2\n{}"));
        emulation.Agent.Shutdown();

        await stream.NextAsync("LAUNCH");
        var kill = (await stream.NextAsync("KILL"))["kill"]!;
        kill["kill_policy"]!["grace_period"]!["nanoseconds"]!.GetValue<long>().ShouldBe(3_000_000_000);
        (await stream.NextAsync("KILL"))["kill"]!["kill_policy"].ShouldBeNull();
        (await stream.NextAsync("ERROR"))["error"]!["message"]!.GetValue<string>().ShouldBe("wrong");
        await stream.NextAsync("OF_A_LATER_VERSION");
        (await stream.NextAsync()).ShouldNotBeNull().Count.ShouldBe(0);
        await stream.NextAsync("SHUTDOWN");
    }

    [Fact]
    public async Task A_task_killed_before_the_subscription_is_the_agents_to_declare_and_the_executor_is_shut_down()
    {
        await using var emulation = await Emulation.StartAsync();
        emulation.Agent.LaunchGroup(TaskInfos.Marathon("group.1").ToJson(), TaskInfos.Marathon("group.2").ToJson());

        emulation.Agent.Kill("group.1");

        emulation.Agent.TaskState("group.2").ShouldBe("TASK_KILLED");
        using var stream = await emulation.Executor.SubscribeAsync();
        await stream.NextAsync("SHUTDOWN");
    }

    [Fact]
    public async Task An_executor_that_is_shut_down_is_told_so_again_when_it_subscribes()
    {
        var (emulation, first, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = first;
        emulation.Agent.Shutdown();
        await first.NextAsync("SHUTDOWN");

        using var second = await emulation.Executor.SubscribeAsync();

        await second.NextAsync("SHUTDOWN");
        (await second.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_executor_that_outstays_the_grace_period_is_destroyed()
    {
        var clock = new FakeTimeProvider();
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync(new AgentOptions { Time = clock });
        await using var _1 = emulation;
        using var _2 = stream;
        var destroyed = new TaskCompletionSource();
        using var registration = emulation.Agent.ExecutorDestroyed.Register(destroyed.SetResult);

        emulation.Agent.Shutdown();
        clock.Advance(TimeSpan.FromSeconds(5));

        await destroyed.Task.WaitAsync(Deadlines.Generous, TestContext.Current.CancellationToken);
        await emulation.WaitForViolationAsync("had not ended 5secs after SHUTDOWN");
    }

    [Fact]
    public async Task A_dropped_stream_breaks_and_events_without_a_stream_are_lost()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;
        using var _2 = stream;

        emulation.Agent.DropStream();

        await Should.ThrowAsync<IOException>(stream.NextAsync());
        emulation.Agent.Kill("web.1");
        (await emulation.WaitForAsync(TimelineKind.EventLost)).Type.ShouldBe("KILL");
        (await emulation.WaitForAsync(TimelineKind.StreamClosed)).Summary.ShouldContain("dropped");
    }

    [Fact]
    public async Task A_stream_the_executor_closes_is_recorded_as_such()
    {
        var (emulation, stream, _) = await Emulation.StartWithTaskAsync();
        await using var _1 = emulation;

        stream.Dispose();

        (await emulation.WaitForAsync(TimelineKind.StreamClosed)).Summary.ShouldBe("by the executor");
    }

    [Fact]
    public async Task Heartbeats_come_when_asked_for()
    {
        await using var emulation = await Emulation.StartAsync(new AgentOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(20) });
        using var stream = await emulation.Executor.SubscribeAsync();

        await stream.NextAsync("SUBSCRIBED");
        await stream.NextAsync("HEARTBEAT");
        await stream.NextAsync("HEARTBEAT");
    }
}
