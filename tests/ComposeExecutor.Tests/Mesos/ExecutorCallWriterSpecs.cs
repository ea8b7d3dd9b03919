using System.Text;
using System.Text.Json;
using ComposeExecutor.Mesos;
using TaskStatus = ComposeExecutor.Mesos.TaskStatus;

namespace ComposeExecutor.Tests.Mesos;

public sealed class ExecutorCallWriterSpecs
{
    private static readonly Guid Uuid = new("00010203-0405-0607-0809-0a0b0c0d0e0f");
    private static readonly TaskStatus Running = new("t", TaskState.Running, Uuid, DateTimeOffset.FromUnixTimeMilliseconds(1500));
    private readonly ExecutorCallWriter _calls = new("f", "e", "a");

    [Fact]
    public void Every_call_says_whose_it_is()
    {
        Json(_calls.Heartbeat()).ShouldBe("""{"executor_id":{"value":"e"},"framework_id":{"value":"f"},"type":"HEARTBEAT"}""");
        Json(_calls.Message("hi"u8.ToArray())).ShouldEndWith(""","type":"MESSAGE","message":{"data":"aGk="}}""");
    }

    [Fact]
    public void The_first_subscription_is_empty_but_present() =>
        Json(_calls.Subscribe(UnacknowledgedWork.None))
            .ShouldEndWith(""","type":"SUBSCRIBE","subscribe":{"unacknowledged_tasks":[],"unacknowledged_updates":[]}}""");

    [Fact]
    public void A_subscription_carries_tasks_as_received_and_updates_oldest_first()
    {
        const string task = """{"task_id":{"value":"t"}, "of_the_future":[1.50]}""";
        var work = UnacknowledgedWork.None
            .Launched(TaskInfo.FromJson(Encoding.UTF8.GetBytes(task)))
            .Sent(Running with { State = TaskState.Starting, Uuid = Guid.NewGuid() })
            .Sent(Running);

        var call = _calls.Subscribe(work);

        Json(call).ShouldContain($"\"unacknowledged_tasks\":[{task}]");
        Parsed(call).GetProperty("subscribe").GetProperty("unacknowledged_updates").EnumerateArray()
            .Select(update => update.GetProperty("status").GetProperty("state").GetString())
            .ShouldBe(["TASK_STARTING", "TASK_RUNNING"]);
    }

    [Fact]
    public void An_update_has_what_agents_require() =>
        Json(_calls.Update(Running)).ShouldBe(
            """
            {"executor_id":{"value":"e"},"framework_id":{"value":"f"},"type":"UPDATE","update":{"status":{"task_id":{"value":"t"},
            "state":"TASK_RUNNING","source":"SOURCE_EXECUTOR","uuid":"AAECAwQFBgcICQoLDA0ODw==","timestamp":1.5,
            "executor_id":{"value":"e"},"agent_id":{"value":"a"}}}}
            """.ReplaceLineEndings(""));

    [Fact]
    public void An_update_may_say_much_more()
    {
        var json = Json(_calls.Update(Running with
        {
            Message = "all well",
            Reason = TaskReason.TaskHealthCheckStatusUpdated,
            Healthy = true,
            Data = "hi"u8.ToArray(),
            Labels = [new Label("k", "v")],
            CheckStatus = new CheckStatus.Http(200),
            ContainerStatus = new ContainerStatus
            {
                ContainerId = "c",
                ExecutorPid = 7,
                NetworkInfos =
                [
                    new NetworkInfo { Name = "n", IpAddresses = ["10.0.0.1", "::1"], PortMappings = [new PortMapping(31000, 80, "tcp")] },
                ],
            },
        }));

        json.ShouldEndWith(
            """
            ,"message":"all well","reason":"REASON_TASK_HEALTH_CHECK_STATUS_UPDATED","healthy":true,"data":"aGk=",
            "labels":{"labels":[{"key":"k","value":"v"}]},"container_status":{"container_id":{"value":"c"},
            "network_infos":[{"name":"n",
            "ip_addresses":[{"protocol":"IPv4","ip_address":"10.0.0.1"},{"protocol":"IPv6","ip_address":"::1"}],
            "port_mappings":[{"host_port":31000,"container_port":80,"protocol":"tcp"}]}],"executor_pid":7},
            "check_status":{"type":"HTTP","http":{"status_code":200}}}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public void A_lack_of_memory_is_told_as_the_memory_isolator_of_mesos_tells_it() =>
        Json(_calls.Update(Running with { State = TaskState.Failed, LimitedMemory = 96 << 20 }))
            .ShouldContain("""{"limitation":{"resources":[{"name":"mem","type":"SCALAR","scalar":{"value":96}}]}"""[1..]);

    [Fact]
    public void A_check_without_a_result_yet_still_says_its_type()
    {
        Json(_calls.Update(Running with { CheckStatus = new CheckStatus.Command(null) }))
            .ShouldContain("""{"type":"COMMAND","command":{}}""");
        Json(_calls.Update(Running with { CheckStatus = new CheckStatus.Tcp(false) }))
            .ShouldContain("""{"type":"TCP","tcp":{"succeeded":false}}""");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ü")]
    [InlineData("a😀")]
    public void A_long_message_is_cut_between_two_characters(string unit)
    {
        var message = string.Concat(Enumerable.Repeat(unit, 20_000));

        var sent = MessageOf(_calls.Update(Running with { Message = message }));

        Encoding.UTF8.GetByteCount(sent).ShouldBeInRange(
            ExecutorCallWriter.MaximumMessageBytes - 4, ExecutorCallWriter.MaximumMessageBytes);
        sent.ShouldNotContain('\ufffd');
        var cut = sent.IndexOf('\n', StringComparison.Ordinal);
        sent[cut..].ShouldContain("cut here");
        message.ShouldStartWith(sent[..cut]);
    }

    [Fact]
    public void Text_that_is_no_text_does_not_keep_an_update_back()
    {
        var call = _calls.Update(Running with { Message = "a\ud800b\0", Labels = [new Label("k\udc00", "\ud800")] });

        MessageOf(call).ShouldBe("a\ufffdb\0");
    }

    [Fact]
    public void All_states_have_names_and_the_last_ones_are_terminal()
    {
        Enum.GetValues<TaskState>().Select(state => state.WireName()).ShouldBe(
            ["TASK_STARTING", "TASK_RUNNING", "TASK_KILLING", "TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR"]);
        Enum.GetValues<TaskState>().Where(state => state.IsTerminal()).ShouldBe(
            [TaskState.Finished, TaskState.Failed, TaskState.Killed, TaskState.Error]);
    }

    private static string Json(ReadOnlyMemory<byte> call) => Encoding.UTF8.GetString(call.Span);

    private static JsonElement Parsed(ReadOnlyMemory<byte> call) => JsonDocument.Parse(call).RootElement;

    private static string MessageOf(ReadOnlyMemory<byte> call) =>
        Parsed(call).GetProperty("update").GetProperty("status").GetProperty("message").GetString()!;
}
