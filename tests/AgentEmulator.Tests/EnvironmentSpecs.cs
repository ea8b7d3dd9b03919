namespace AgentEmulator.Tests;

public sealed class EnvironmentSpecs
{
    [Fact]
    public async Task An_ordinary_executor_gets_what_every_executor_gets()
    {
        await using var agent = await Agent.StartAsync();

        var environment = agent.Environment("/sandbox");

        environment["MESOS_FRAMEWORK_ID"].ShouldBe(agent.Options.FrameworkId);
        environment["MESOS_EXECUTOR_ID"].ShouldBe(agent.Options.ExecutorId);
        environment["MESOS_SLAVE_ID"].ShouldBe(agent.Options.AgentId);
        environment["MESOS_DIRECTORY"].ShouldBe("/sandbox");
        environment["MESOS_SANDBOX"].ShouldBe("/sandbox");
        environment["MESOS_AGENT_ENDPOINT"].ShouldBe($"127.0.0.1:{agent.Port}");
        environment["MESOS_SLAVE_PID"].ShouldBe($"slave(1)@127.0.0.1:{agent.Port}");
        environment["MESOS_CHECKPOINT"].ShouldBe("0");
        environment["MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD"].ShouldBe("5secs");
        environment.Keys.ShouldNotContain("MESOS_RECOVERY_TIMEOUT");
        environment.Keys.ShouldNotContain("MESOS_SUBSCRIPTION_BACKOFF_MAX");
        environment.Keys.ShouldNotContain("MESOS_EXECUTOR_AUTHENTICATION_TOKEN");
        environment.Keys.ShouldNotContain("MESOS_DOMAIN_SOCKET");
    }

    [Fact]
    public async Task A_checkpointing_executor_learns_how_long_to_wait()
    {
        await using var agent = await Agent.StartAsync(new AgentOptions
        {
            Checkpoint = true,
            RequireToken = true,
            CommandEnvironment = new Dictionary<string, string> { ["FROM_THE_FRAMEWORK"] = "yes" },
        });

        var environment = agent.Environment("/sandbox");

        environment["MESOS_CHECKPOINT"].ShouldBe("1");
        environment["MESOS_RECOVERY_TIMEOUT"].ShouldBe("15mins");
        environment["MESOS_SUBSCRIPTION_BACKOFF_MAX"].ShouldBe("2secs");
        environment["MESOS_EXECUTOR_AUTHENTICATION_TOKEN"].ShouldBe(agent.Token);
        environment["FROM_THE_FRAMEWORK"].ShouldBe("yes");
    }

    [Theory]
    [InlineData(0, "0ns")]
    [InlineData(0.00001, "10us")]
    [InlineData(0.25, "250ms")]
    [InlineData(1.5, "1500ms")]
    [InlineData(2, "2secs")]
    [InlineData(90, "90secs")]
    [InlineData(900, "15mins")]
    [InlineData(5400, "90mins")]
    [InlineData(86400, "1days")]
    [InlineData(604800, "1weeks")]
    public void Durations_are_written_as_an_agent_writes_them(double seconds, string text)
    {
        MesosDuration.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
        MesosDuration.Parse(text).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("secs")]
    [InlineData("5 secs")]
    [InlineData("1.2.3secs")]
    public void What_is_no_duration_is_refused(string text) => Should.Throw<FormatException>(() => MesosDuration.Parse(text));
}
