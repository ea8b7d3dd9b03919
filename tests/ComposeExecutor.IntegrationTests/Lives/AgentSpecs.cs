using System.Text;
using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

public sealed class AgentSpecs : PodTest
{
    private static readonly AgentOptions Checkpointing = new()
    {
        Checkpoint = true,
        SubscriptionBackoffMax = TimeSpan.FromMilliseconds(500),
    };

    private static readonly string Web = $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            init: true
            command: [sh, -c, "env > /tmp/env; echo ready; exec sleep 1000"]
        """;

    [Fact]
    public async Task A_pod_outlives_an_agent_that_comes_back()
    {
        await LaunchWebAsync(Checkpointing);
        await UntilAsync("TASK_RUNNING");
        var before = (await Engine.ContainerAsync(TaskId, "web")).State!.Pid;

        await Agent.GoDownAsync();
        await Agent.ComeBackAsync();
        await Agent.WaitForAsync(entry => entry is { Kind: TimelineKind.Recovered, State: "Running" }, Deadline);

        (await Engine.ContainerAsync(TaskId, "web")).State!.Pid.ShouldBe(before);
        await KillAsync();
    }

    [Fact]
    public async Task What_happens_while_the_agent_is_away_is_told_when_it_is_back()
    {
        await LaunchWebAsync(Checkpointing);
        await UntilAsync("TASK_RUNNING");

        await Agent.GoDownAsync();
        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "web")).ID);
        await UntilWrittenAsync("compose-executor.log", "TASK_FAILED");
        await Agent.ComeBackAsync();

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("'web'");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_pod_ends_when_its_agent_does_not_come_back_in_time()
    {
        await LaunchWebAsync(Checkpointing with { RecoveryTimeout = TimeSpan.FromSeconds(2) });
        await UntilAsync("TASK_RUNNING");

        await Agent.GoDownAsync();

        await ExitCodeAsync();
        (await Engine.LeftOfAsync(TaskId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_checkpointing_a_pod_ends_with_its_agent()
    {
        await LaunchWebAsync(new AgentOptions { Checkpoint = false });
        await UntilAsync("TASK_RUNNING");

        await Agent.GoDownAsync();

        await ExitCodeAsync();
        (await Engine.LeftOfAsync(TaskId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_stream_is_subscribed_again_with_what_is_unacknowledged()
    {
        await LaunchWebAsync(Checkpointing with { Acknowledgements = AcknowledgementPolicy.Withheld });
        await UntilAsync("TASK_RUNNING");

        Agent.DropStream();

        await Agent.WaitForAsync(
            entry => entry.Kind == TimelineKind.Subscribed && entry.Summary.Contains("2 updates", StringComparison.Ordinal), Deadline);
        Agent.Acknowledge(AcknowledgementPolicy.Automatic);
        await KillAsync();
    }

    [Fact]
    public async Task An_executor_ends_even_if_its_last_update_is_never_acknowledged()
    {
        Write("config.yaml", "pod: { acknowledgementtimeout: 2s }");
        await LaunchWebAsync(new AgentOptions(), new Dictionary<string, string> { ["COMPOSE_EXECUTOR_POD_ACKNOWLEDGEMENTTIMEOUT"] = "1s" });
        await UntilAsync("TASK_RUNNING");
        Agent.Acknowledge(AcknowledgementPolicy.Withheld);

        Agent.Kill(TaskId);

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Acknowledgements_that_come_twice_late_or_early_change_nothing()
    {
        await LaunchWebAsync(Checkpointing with { Acknowledgements = AcknowledgementPolicy.Twice });
        await UntilAsync("TASK_RUNNING");
        Agent.Acknowledge(AcknowledgementPolicy.BeforeAnswer);
        var before = Agent.Timeline.Entries[^1].At;
        Agent.DropStream();
        await Agent.WaitForAsync(entry => entry.Kind == TimelineKind.EventSent && entry.Type == "SUBSCRIBED" && entry.At > before, Deadline);
        Agent.Acknowledge(AcknowledgementPolicy.DelayedBy(TimeSpan.FromMilliseconds(500)));

        await KillAsync();

        States().ShouldBe(["TASK_STARTING", "TASK_RUNNING", "TASK_KILLED"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task An_update_that_is_refused_for_a_while_is_told_in_the_end_and_in_order(int status)
    {
        await LaunchWebAsync(Checkpointing);
        await UntilAsync("TASK_RUNNING");
        Agent.Treat("UPDATE", new CallTreatment { Status = status, Text = "<html>not now</html>", Times = 1 });

        Agent.Kill(TaskId);
        await UntilWrittenAsync("compose-executor.log", "<html>not now</html>");
        if (status < 500)
            Agent.DropStream();

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
        States().ShouldBe(["TASK_STARTING", "TASK_RUNNING", "TASK_KILLED"]);
    }

    [Fact]
    public async Task An_update_whose_answer_is_lost_is_told_once_more_and_does_no_harm()
    {
        await LaunchWebAsync(Checkpointing);
        await UntilAsync("TASK_RUNNING");
        Agent.Acknowledge(AcknowledgementPolicy.Withheld);
        Agent.Treat("UPDATE", new CallTreatment { BreakInsteadOfAnswer = true, Times = 1 });

        Agent.Kill(TaskId);

        await Agent.WaitForAsync(entry => entry.Kind == TimelineKind.Subscribed && entry.Summary.Contains("1 update", StringComparison.Ordinal), Deadline);
        Agent.Acknowledge(AcknowledgementPolicy.Automatic);
        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_agent_that_answers_slowly_gets_the_updates_in_order()
    {
        await LaunchWebAsync(Checkpointing);
        await UntilAsync("TASK_RUNNING");
        Agent.Treat("UPDATE", new CallTreatment { Latency = TimeSpan.FromSeconds(2) });
        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "web")).ID);

        await UntilAsync("TASK_FAILED");

        (await ExitCodeAsync()).ShouldBe(1);
        States().ShouldBe(["TASK_STARTING", "TASK_RUNNING", "TASK_FAILED"]);
    }

    [Fact]
    public async Task An_agent_that_recovers_is_asked_again_until_it_takes_the_executor_back()
    {
        await LaunchWebAsync(Checkpointing);
        await UntilAsync("TASK_RUNNING");

        await Agent.GoDownAsync();
        await Agent.ComeBackAsync(recovering: TimeSpan.FromMilliseconds(700));

        await Agent.WaitForAsync(entry => entry is { Kind: TimelineKind.Recovered, State: "Running" }, Deadline);
        await UntilWrittenAsync("compose-executor.log", "answered SUBSCRIBE with 503");
        await KillAsync();
    }

    [Fact]
    public async Task Malformed_and_unknown_events_are_skipped_and_logged()
    {
        await LaunchWebAsync(new AgentOptions { Chunking = Chunking.SplitAt(3) });
        await UntilAsync("TASK_RUNNING");

        foreach (var record in new[] { "{ not json", """{"type":"DANCE"}""", """{"type":"KILL"}""" })
            Agent.SendRaw(Encoding.UTF8.GetBytes($"{record.Length}\n{record}"));

        await UntilWrittenAsync("compose-executor.log", "kill is missing");
        Read("compose-executor.log").ShouldContain("DANCE");
        await KillAsync();
    }

    [Fact]
    public async Task The_agents_token_is_sent_and_never_seen_by_anybody_else()
    {
        Write("compose.yml", Web.Replace("env > /tmp/env", "env", StringComparison.Ordinal).Replace("init: true", "init: true\n    environment: [MESOS_EXECUTOR_AUTHENTICATION_TOKEN, MESOS_TASK_ID]", StringComparison.Ordinal));
        await LaunchAsync(Task(), new AgentOptions { RequireToken = true });
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");

        var token = Agent.Token!;
        foreach (var file in Directory.EnumerateFiles(Sandbox))
            File.ReadAllText(file).ShouldNotContain(token, customMessage: file);
        await KillAsync();
    }

    [Fact]
    public async Task An_agent_is_reached_over_tls_with_a_client_certificate()
    {
        await LaunchWebAsync(new AgentOptions { Tls = new TlsOptions(Path.Combine(Sandbox, "tls")) { RequireClientCertificate = true } });
        await UntilAsync("TASK_RUNNING");
        await KillAsync();
    }

    [Fact]
    public async Task An_agent_is_reached_over_its_domain_socket()
    {
        await LaunchWebAsync(new AgentOptions { DomainSocket = Path.Combine(Sandbox, "agent.sock") });
        await UntilAsync("TASK_RUNNING");
        await KillAsync();
    }

    private Task LaunchWebAsync(AgentOptions options, IReadOnlyDictionary<string, string>? environment = null)
    {
        Write("compose.yml", Web);
        return LaunchAsync(Task(), options, environment);
    }
}
