using System.Text;
using ComposeExecutor.Mesos;
using CsCheck;

namespace ComposeExecutor.Tests.Mesos;

public sealed class ExecutorEventParserSpecs
{
    private static readonly string[] Events =
    [
        """
        {"type":"SUBSCRIBED","subscribed":{"executor_info":{"executor_id":{"value":"e"},"x":1},
         "framework_info":{"id":{"value":"f"},"capabilities":[{"type":"PARTITION_AWARE"},{"type":"TASK_KILLING_STATE"}]},
         "agent_info":{"id":{"value":"a"},"hostname":"host"},"container_id":{"value":"c"}}}
        """,
        """{"type":"LAUNCH","launch":{"task":{"task_id":{"value":"t"},"limits":{"mem":{"value":Infinity}}}}}""",
        """{"type":"LAUNCH_GROUP","launch_group":{"task_group":{"tasks":[{"task_id":{"value":"t"}},{"task_id":{"value":"u"}}]}}}""",
        """{"type":"KILL","kill":{"task_id":{"value":"t"},"kill_policy":{"grace_period":{"nanoseconds":3000000000}}}}""",
        """{"type":"ACKNOWLEDGED","acknowledged":{"task_id":{"value":"t"},"uuid":"AAECAwQFBgcICQoLDA0ODw=="}}""",
        """{"type":"MESSAGE","message":{"data":"aGk="}}""",
        """{"type":"ERROR","error":{"message":"wrong"}}""",
        """{"type":"SHUTDOWN"}""",
        """{"type":"HEARTBEAT"}""",
    ];

    [Fact]
    public void Subscribed_tells_who_is_who()
    {
        var subscribed = Parse(Events[0]).ShouldBeOfType<ExecutorEvent.Subscribed>();

        subscribed.FrameworkId.ShouldBe("f");
        subscribed.AgentId.ShouldBe("a");
        subscribed.AgentHostname.ShouldBe("host");
        subscribed.ContainerId.ShouldBe("c");
        subscribed.TaskKillingSupported.ShouldBeTrue();
        subscribed.ExecutorInfo.GetProperty("x").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void A_launch_brings_the_task() => Parse(Events[1]).ShouldBeOfType<ExecutorEvent.Launch>().Task.TaskId.ShouldBe("t");

    [Fact]
    public void A_group_launch_brings_all_tasks_in_order() =>
        Parse(Events[2]).ShouldBeOfType<ExecutorEvent.LaunchGroup>().Tasks.Select(task => task.TaskId).ShouldBe(["t", "u"]);

    [Fact]
    public void A_kill_may_override_the_grace_period()
    {
        Parse(Events[3]).ShouldBe(new ExecutorEvent.Kill("t", TimeSpan.FromSeconds(3)));
        Parse("""{"type":"KILL","kill":{"task_id":{"value":"t"}}}""").ShouldBe(new ExecutorEvent.Kill("t", null));
        Parse("""{"type":"KILL","kill":{"task_id":{"value":"t"},"kill_policy":{"grace_period":{"nanoseconds":"0"}}}}""")
            .ShouldBe(new ExecutorEvent.Kill("t", TimeSpan.Zero));
    }

    [Fact]
    public void An_acknowledgement_names_the_update() =>
        Parse(Events[4]).ShouldBe(new ExecutorEvent.Acknowledged("t", new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f")));

    [Fact]
    public void The_other_events_are_read()
    {
        Parse(Events[5]).ShouldBeOfType<ExecutorEvent.Message>().Data.ToArray().ShouldBe("hi"u8.ToArray());
        Parse(Events[6]).ShouldBe(new ExecutorEvent.AgentError("wrong"));
        Parse(Events[7]).ShouldBe(new ExecutorEvent.Shutdown());
        Parse(Events[8]).ShouldBe(new ExecutorEvent.Heartbeat());
    }

    [Fact]
    public void An_event_of_a_newer_agent_is_unknown() =>
        Parse("""{"type":"DANCE","dance":{}}""").ShouldBe(new ExecutorEvent.Unknown("DANCE"));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"type":"KILL"}""")]
    [InlineData("""{"type":"KILL","kill":[]}""")]
    [InlineData("""{"type":"KILL","kill":{"task_id":{"value":""}}}""")]
    [InlineData("""{"type":"LAUNCH","launch":{"task":{}}}""")]
    [InlineData("""{"type":"LAUNCH_GROUP","launch_group":{"task_group":{"tasks":[1]}}}""")]
    [InlineData("""{"type":"MESSAGE","message":{"data":"%"}}""")]
    [InlineData("""{"type":"ACKNOWLEDGED","acknowledged":{"task_id":{"value":"t"},"uuid":"AAEC"}}""")]
    [InlineData("""{"type":"KILL","kill":{"task_id":{"value":"t"},"kill_policy":{"grace_period":{"nanoseconds":"soon"}}}}""")]
    public void What_is_no_event_is_an_error(string json) => Should.Throw<ExecutorEventException>(() => Parse(json));

    [Fact]
    public void Random_bytes_are_an_error_and_nothing_worse() => Gen.Byte.Array[0, 100].Sample(ReadOrReject, iter: 1000);

    [Fact]
    public void Mutated_events_are_events_or_an_error_and_nothing_worse() =>
        Gen.Select(Gen.Int[0, Events.Length - 1], Gen.Select(Gen.Int[0, 1000], Gen.Byte).Array[1, 4]).Sample((index, mutations) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Events[index]);
            foreach (var (at, value) in mutations)
                bytes[at % bytes.Length] = value;
            ReadOrReject(bytes);
        }, iter: 5000);

    private static void ReadOrReject(byte[] bytes)
    {
        try
        {
            ExecutorEventParser.Parse(bytes);
        }
        catch (ExecutorEventException)
        {
        }
    }

    private static ExecutorEvent Parse(string json) => ExecutorEventParser.Parse(Encoding.UTF8.GetBytes(json));
}
