using System.Text;
using ComposeExecutor.Mesos;
using CsCheck;

namespace ComposeExecutor.Tests.Mesos;

public sealed class TaskInfoSpecs
{
    [Fact]
    public void The_json_is_kept_as_it_was_received()
    {
        const string json = """{ "task_id": {"value":"t"},  "of_the_future": {"x": [1, 2.50]}, "name":"n" }""";
        Encoding.UTF8.GetString(Task(json).Json.Span).ShouldBe(json);
    }

    [Fact]
    public void Only_the_id_is_required()
    {
        var task = Task("""{"task_id":{"value":"t"}}""");

        task.TaskId.ShouldBe("t");
        task.Name.ShouldBe("");
        task.AgentId.ShouldBeNull();
        task.Cpus.ShouldBe(0);
        task.MemoryBytes.ShouldBe(0);
        task.Ports.ShouldBeEmpty();
        task.Labels.ShouldBeEmpty();
        task.Data.ShouldBeNull();
        task.KillGracePeriod.ShouldBeNull();
        task.HasHealthCheck.ShouldBeFalse();
        task.HasCheck.ShouldBeFalse();
        Should.Throw<ExecutorEventException>(() => Task("{}")).Message.ShouldContain("task_id.value");
    }

    [Fact]
    public void Resources_are_summed_over_their_reservations()
    {
        var task = Task("""
            {"task_id":{"value":"t"}, "resources":[
              {"name":"cpus","type":"SCALAR","scalar":{"value":0.5}}, {"name":"cpus","scalar":{"value":1}},
              {"name":"mem","scalar":{"value":128.0}}, {"name":"mem","scalar":{"value":"0.5"}},
              {"name":"disk","scalar":{"value":10}}, {"name":"gpus","scalar":{"value":2.0}}]}
            """);

        task.Cpus.ShouldBe(1.5);
        task.MemoryBytes.ShouldBe((128L << 20) + (512 << 10));
        task.DiskBytes.ShouldBe(10L << 20);
        task.Gpus.ShouldBe(2);
    }

    [Fact]
    public void Ports_keep_the_order_of_the_offer()
    {
        var task = Task("""
            {"task_id":{"value":"t"}, "resources":[
              {"name":"ports","ranges":{"range":[{"begin":31005,"end":31006},{"begin":"31000","end":"31001"}]}},
              {"name":"ports","ranges":{"range":[{"begin":31001,"end":31002}]}}]}
            """);

        task.Ports.ShouldBe([31005, 31006, 31000, 31001, 31002]);
    }

    [Fact]
    public void An_absurd_range_of_ports_ends_with_the_last_port()
    {
        var task = Task("""
            {"task_id":{"value":"t"}, "resources":[{"name":"ports","ranges":{"range":[
              {"begin":9,"end":8}, {"begin":65534,"end":18446744073709551615}, {"begin":-5,"end":1}]}}]}
            """);

        task.Ports.ShouldBe([65534, 65535, 0, 1]);
    }

    [Fact]
    public void Ports_are_ports_and_distinct_whatever_is_offered() =>
        Gen.Select(Gen.Long[-10, 70000], Gen.Long[-10, 70000]).Array[0, 6].Sample(ranges =>
        {
            var list = string.Join(',', ranges.Select(range => $$"""{"begin":{{range.Item1}},"end":{{range.Item2}}}"""));
            var ports = Task($$"""{"task_id":{"value":"t"},"resources":[{"name":"ports","ranges":{"range":[{{list}}]} }]}""").Ports;
            return ports.Distinct().Count() == ports.Count && ports.All(port => port is >= 0 and <= 65535);
        }, iter: 50);

    [Theory]
    [InlineData("Infinity")]
    [InlineData("\"Infinity\"")]
    public void A_limit_may_be_infinite(string infinity)
    {
        var task = Task($$"""{"task_id":{"value":"Infinity \\\" Infinity"}, "limits":{"mem":{"value":{{infinity}} } } }""");

        task.TaskId.ShouldBe("Infinity \\\" Infinity");
        task.Limits["mem"].ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void A_bare_infinity_goes_back_as_the_string_that_agents_read() =>
        Encoding.UTF8.GetString(Task("""{"task_id":{"value":"NaN"},"limits":{"a":{"value":-Infinity},"b":{"value":NaN}}}""").Json.Span)
            .ShouldBe("""{"task_id":{"value":"NaN"},"limits":{"a":{"value":"-Infinity"},"b":{"value":"NaN"}}}""");

    [Fact]
    public void Labels_keep_their_order_and_repetitions() =>
        Task("""{"task_id":{"value":"t"},"labels":{"labels":[{"key":"b","value":"1"},{"key":"a"},{"key":"b","value":"2"}]}}""")
            .Labels.ShouldBe([new Label("b", "1"), new Label("a", ""), new Label("b", "2")]);

    [Fact]
    public void Everything_else_an_executor_may_need_is_read()
    {
        var task = Task("""
            {"task_id":{"value":"t"}, "name":"n", "agent_id":{"value":"a"}, "data":"AQID",
             "kill_policy":{"grace_period":{"nanoseconds":1500000000}}, "max_completion_time":{"nanoseconds":"60000000000"},
             "discovery":{"visibility":"CLUSTER","ports":{"ports":[{"number":31000,"name":"http","protocol":"tcp"},{"number":7}]}},
             "health_check":{"type":"TCP"}, "check":{"type":"COMMAND"},
             "executor":{"command":{"environment":{"variables":[{"name":"A","value":"executor"},{"name":"B","value":"executor"}]}}},
             "command":{"environment":{"variables":[
                {"name":"B","value":"task","type":"VALUE"},{"name":"C","type":"SECRET","secret":{}},{"name":"D"}]}}}
            """);

        task.Name.ShouldBe("n");
        task.AgentId.ShouldBe("a");
        task.Data!.Value.ToArray().ShouldBe([1, 2, 3]);
        task.KillGracePeriod.ShouldBe(TimeSpan.FromSeconds(1.5));
        task.MaxCompletionTime.ShouldBe(TimeSpan.FromMinutes(1));
        task.DiscoveryPorts.ShouldBe([new DiscoveryPort(31000, "http", "tcp"), new DiscoveryPort(7, null, null)]);
        task.HealthCheck!.Value.GetProperty("type").GetString().ShouldBe("TCP");
        task.Check!.Value.GetProperty("type").GetString().ShouldBe("COMMAND");
        task.CommandEnvironment.ShouldBe(
            new Dictionary<string, string> { ["A"] = "executor", ["B"] = "task", ["D"] = "" }, ignoreOrder: true);
    }

    [Fact]
    public void A_field_of_the_wrong_kind_is_named() =>
        Should.Throw<ExecutorEventException>(() => Task("""{"task_id":{"value":"t"},"labels":[]}""")).Message.ShouldContain("labels");

    private static TaskInfo Task(string json) => TaskInfo.FromJson(Encoding.UTF8.GetBytes(json));
}
