using System.Text;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Health;

namespace ComposeExecutor.Tests.Pods.Health;

public sealed class TaskChecksSpecs
{
    [Fact]
    public void A_task_without_checks_has_none() => Read("{}").ShouldBe(new TaskChecks(null, null));

    [Fact]
    public void What_a_health_check_does_not_say_is_as_Mesos_has_it() =>
        Read("""{"health_check": {"type": "TCP", "tcp": {"port": 80}}}""").Health.ShouldBe(new TaskHealthCheck(
            new CheckProbe.Tcp(80, IsIPv6: false),
            new CheckTiming(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)),
            TimeSpan.FromSeconds(10),
            3));

    [Fact]
    public void What_a_check_does_not_say_is_as_Mesos_has_it() =>
        Read("""{"check": {"type": "TCP", "tcp": {"port": 80}}}""").Check.ShouldBe(new TaskCheck(
            new CheckProbe.Tcp(80, IsIPv6: false),
            new CheckTiming(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20))));

    [Fact]
    public void Times_are_fractions_of_seconds_and_no_timeout_is_0()
    {
        var health = Read("""
            {"health_check": {"type": "TCP", "tcp": {"port": 80}, "delay_seconds": 0.5, "interval_seconds": 1.5, "timeout_seconds": 0,
              "grace_period_seconds": 0, "consecutive_failures": 5}}
            """).Health.ShouldNotBeNull();

        health.Timing.ShouldBe(new CheckTiming(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5), null));
        health.Grace.ShouldBe(TimeSpan.Zero);
        health.FailureLimit.ShouldBe(5);
    }

    [Fact]
    public void Checks_are_never_made_without_a_pause() =>
        Read("""{"check": {"type": "TCP", "tcp": {"port": 80}, "interval_seconds": 0}}""").Check!.Timing.Interval.ShouldBe(TimeSpan.FromMilliseconds(100));

    [Fact]
    public void An_http_check_says_where_it_goes()
    {
        var probe = Probe("""
            {"health_check": {"type": "HTTP", "http": {"scheme": "https", "port": 8443, "path": "/health?deep=1", "protocol": "IPv6", "statuses": [200, 204]}}}
            """).ShouldBeOfType<CheckProbe.Http>();

        probe.ToString().ShouldBe("GET https://[::1]:8443/health?deep=1");
        probe.Statuses.ShouldBe([200, 204]);
    }

    [Theory]
    [InlineData("""{"value": "test -f /tmp/ok && true"}""", "/bin/sh|-c|test -f /tmp/ok && true")]
    [InlineData("""{"shell": true, "value": "true", "arguments": ["ignored"]}""", "/bin/sh|-c|true")]
    [InlineData("""{"shell": false, "value": "/bin/check", "arguments": ["/bin/check", "-v"]}""", "/bin/check|-v")]
    [InlineData("""{"shell": false, "value": "/bin/check", "arguments": ["-v"]}""", "/bin/check|-v")]
    [InlineData("""{"shell": false, "value": "/bin/check"}""", "/bin/check")]
    public void A_command_is_run_by_a_shell_or_as_it_is(string command, string expected)
    {
        string.Join('|', Probe($$$"""{"health_check": {"type": "COMMAND", "command": {{{command}}} }}""").ShouldBeOfType<CheckProbe.Command>().Arguments).ShouldBe(expected);
        var check = Read($$$"""{"check": {"type": "COMMAND", "command": {"command": {{{command}}} } }}""").Check.ShouldNotBeNull();
        string.Join('|', check.Probe.ShouldBeOfType<CheckProbe.Command>().Arguments).ShouldBe(expected);
    }

    [Fact]
    public void A_command_has_its_own_variables() =>
        Probe("""
            {"health_check": {"type": "COMMAND", "command": {"value": "true", "environment": {"variables": [{"name": "A", "value": "1"}, {"name": "B", "type": "SECRET"}]}}}}
            """).ShouldBeOfType<CheckProbe.Command>().Environment.ShouldBe(["A=1"]);

    [Theory]
    [InlineData("""{"health_check": {"tcp": {"port": 80}}}""", "health_check has no type")]
    [InlineData("""{"health_check": {"type": "GRPC"}}""", "health_check is of type GRPC")]
    [InlineData("""{"health_check": {"type": "HTTP"}}""", "health_check is of type HTTP and has no http")]
    [InlineData("""{"health_check": {"type": "HTTP", "http": {"port": 80, "path": "health"}}}""", "must begin with a slash")]
    [InlineData("""{"health_check": {"type": "HTTP", "http": {"port": 80, "scheme": "ftp"}}}""", "scheme is 'ftp'")]
    [InlineData("""{"health_check": {"type": "TCP", "tcp": {"port": 0}}}""", "port is 0")]
    [InlineData("""{"health_check": {"type": "TCP", "tcp": {}}}""", "port is missing")]
    [InlineData("""{"health_check": {"type": "COMMAND", "command": {}}}""", "health_check.command has no value")]
    [InlineData("""{"check": {"type": "COMMAND", "command": {"value": "true"}}}""", "check is of type COMMAND and has no command")]
    [InlineData("""{"check": {"type": "TCP", "tcp": {"port": 80}, "delay_seconds": -1}}""", "check.delay_seconds is -1")]
    public void A_check_that_cannot_be_made_is_refused(string task, string problem) =>
        Should.Throw<CheckException>(() => Read(task)).Message.ShouldContain(problem);

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var message = Should.Throw<CheckException>(() => Read("""{"health_check": {"type": "TCP", "tcp": {}, "delay_seconds": -1}, "check": {}}""")).Message;

        message.ShouldContain("delay_seconds");
        message.ShouldContain("health_check.tcp.port is missing");
        message.ShouldContain("check has no type");
    }

    private static CheckProbe Probe(string task) => Read(task).Health.ShouldNotBeNull().Probe;

    private static TaskChecks Read(string task) =>
        TaskChecks.Of(TaskInfo.FromJson(Encoding.UTF8.GetBytes($"{{\"task_id\": {{\"value\": \"t\"}}, {task.Trim()[1..]}".Replace(", }", "}", StringComparison.Ordinal))));
}
