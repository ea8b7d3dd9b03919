namespace AgentEmulator.Tests;

public sealed class TaskInfoSpecs
{
    [Fact]
    public void Consecutive_ports_become_ranges_and_reserved_ones_an_entry_of_their_own()
    {
        var task = (TaskInfos.Marathon("web.1", ports: [31000, 31001, 31005]) with { ReservedPorts = [80] }).ToJson();

        var ports = task["resources"]!.AsArray().Where(resource => resource!["name"]!.GetValue<string>() == "ports").ToList();
        ports.Count.ShouldBe(2);
        ports[0]!["ranges"]!["range"]!.ToJsonString().ShouldBe("""[{"begin":31000,"end":31001},{"begin":31005,"end":31005}]""");
        ports[1]!["reservations"].ShouldNotBeNull();
    }

    [Fact]
    public void Marathon_puts_ports_and_identity_into_the_environment()
    {
        var task = TaskInfos.Marathon("web.1", ports: [31000, 31005]).ToJson();

        var environment = task["command"]!["environment"]!["variables"]!.AsArray()
            .ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => variable!["value"]!.GetValue<string>());
        environment["PORT"].ShouldBe("31000");
        environment["PORT1"].ShouldBe("31005");
        environment["PORTS"].ShouldBe("31000,31005");
        environment["MESOS_TASK_ID"].ShouldBe("web.1");
        task["kill_policy"]!["grace_period"]!["nanoseconds"]!.GetValue<long>().ShouldBe(3_000_000_000);
    }

    [Fact]
    public void Aurora_says_in_Thrift_whether_the_job_is_a_service()
    {
        var service = Convert.FromBase64String(TaskInfos.Aurora("web.1", isService: true).ToJson()["data"]!.GetValue<string>());
        var batch = Convert.FromBase64String(TaskInfos.Aurora("web.1", isService: false).ToJson()["data"]!.GetValue<string>());

        // Field 7 of type bool (2), and its value.
        service.AsSpan().IndexOf(new byte[] { 2, 0, 7, 1 }).ShouldBeGreaterThan(0);
        batch.AsSpan().IndexOf(new byte[] { 2, 0, 7, 0 }).ShouldBeGreaterThan(0);
    }
}
