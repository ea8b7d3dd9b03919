using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

public sealed class KilledSpecs : PodTest
{
    [Fact]
    public async Task A_killed_pod_ends_gracefully_in_reverse_order_and_is_told_once_its_containers_are_gone()
    {
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo bye from db; exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo bye from web; exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
                depends_on: [db]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("db.stdout", "ready");
        await UntilWrittenAsync("web.stdout", "ready");

        Agent.Kill(TaskId);

        await UntilAsync("TASK_KILLED");
        (await Engine.ContainersAsync(TaskId)).ShouldBeEmpty();
        (await ExitCodeAsync()).ShouldBe(0);
        Read("db.stdout").ShouldContain("bye from db");
        Executor.StandardOutput.IndexOf("bye from web", StringComparison.Ordinal)
            .ShouldBeLessThan(Executor.StandardOutput.IndexOf("bye from db", StringComparison.Ordinal));
        States().ShouldBe(["TASK_STARTING", "TASK_RUNNING", "TASK_KILLED"]);
    }

    [Fact]
    public async Task A_service_that_ignores_its_stop_signal_is_killed_when_the_grace_period_is_over()
    {
        await LaunchAsync($$"""
            services:
              stubborn:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap '' TERM; echo ready; while :; do sleep 1; done"]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("stubborn.stdout", "ready");

        Agent.Kill(TaskId, TimeSpan.FromSeconds(1));

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("compose-executor.log").ShouldContain("Sending SIGKILL to 'stubborn'");
    }

    [Fact]
    public async Task A_repeated_kill_shortens_the_grace_period()
    {
        await LaunchAsync($$"""
            services:
              stubborn:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo asked' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("stubborn.stdout", "ready");

        Agent.Kill(TaskId, TimeSpan.FromHours(1));
        await UntilWrittenAsync("stubborn.stdout", "asked");
        Agent.Kill(TaskId, TimeSpan.Zero);

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_pod_killed_while_it_starts_says_so()
    {
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "echo ready; exec sleep 1000"]
                healthcheck: { test: ["CMD", "false"], interval: 1s, start_period: 1000s }
              web:
                image: {{Engine.Busybox}}
                command: ["true"]
                depends_on: { db: { condition: service_healthy } }
            """);
        await UntilWrittenAsync("db.stdout", "ready");

        Agent.Kill(TaskId);

        Reason(await UntilAsync("TASK_KILLED")).ShouldBe("REASON_TASK_KILLED_DURING_LAUNCH");
        (await ExitCodeAsync()).ShouldBe(0);
        States().ShouldNotContain("TASK_RUNNING");
    }

    [Fact]
    public async Task A_pod_killed_at_the_first_moment_leaves_nothing()
    {
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
            volumes: { data: {} }
            """);
        await UntilAsync("TASK_STARTING");

        Agent.Kill(TaskId);

        Reason(await UntilAsync("TASK_KILLED")).ShouldBe("REASON_TASK_KILLED_DURING_LAUNCH");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_pod_killed_while_its_containers_are_created_leaves_nothing()
    {
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"], volumes: ["data:/data"] }
              two: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
              three: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
            volumes: { data: {} }
            """);
        await UntilWrittenAsync("pod.yaml", "services:");

        Agent.Kill(TaskId);

        Reason(await UntilAsync("TASK_KILLED")).ShouldBe("REASON_TASK_KILLED_DURING_LAUNCH");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_pod_killed_between_two_tries_of_a_pull_ends_at_once()
    {
        await LaunchAsync("""
            services:
              web: { image: "localhost:9/no/such/image:1" }
            """);
        await UntilWrittenAsync("compose-executor.log", "Trying again in");

        Agent.Kill(TaskId);

        Reason(await UntilAsync("TASK_KILLED")).ShouldBe("REASON_TASK_KILLED_DURING_LAUNCH");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_task_that_fails_at_once_takes_its_group_with_it()
    {
        Write("compose.yml", Idle);
        Write("bad.yml", "services: {}");
        var other = $"{TaskId}-other";
        await LaunchGroupAsync(Task(), TaskInfos.Marathon(other, "bad.yml"));

        await Agent.WaitForUpdateAsync(other, "TASK_FAILED", Deadline);

        Message(await UntilAsync("TASK_KILLED")).ShouldContain(other);
        (await ExitCodeAsync()).ShouldBe(1);
        (await Engine.LeftOfAsync(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_framework_that_wants_to_hear_of_it_is_told_that_the_pod_is_being_killed()
    {
        Write("compose.yml", Idle);
        await LaunchAsync(Task(), new AgentOptions { FrameworkCapabilities = ["TASK_KILLING_STATE"] });
        await UntilAsync("TASK_RUNNING");

        Agent.Kill(TaskId);

        await UntilAsync("TASK_KILLED");
        await ExitCodeAsync();
        States().ShouldBe(["TASK_STARTING", "TASK_RUNNING", "TASK_KILLING", "TASK_KILLED"]);
    }
}
