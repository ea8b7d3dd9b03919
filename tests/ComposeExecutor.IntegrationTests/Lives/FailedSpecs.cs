namespace ComposeExecutor.IntegrationTests.Lives;

public sealed class FailedSpecs : PodTest
{
    [Fact]
    public async Task A_service_that_ends_badly_fails_the_pod_with_its_name_code_and_last_lines_before_the_rest_is_stopped()
    {
        await LaunchAsync($$"""
            services:
              good:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo stopping; sleep 1; exit 0' TERM; while :; do sleep 1 & wait $$!; done"]
              bad:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo no such table; exit 3' USR1; echo ready; while :; do sleep 1 & wait $$!; done"]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("bad.stdout", "ready");

        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "bad")).ID, "SIGUSR1");

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("Service 'bad' ended with exit code 3.");
        Message(failed).ShouldContain("no such table");
        (await ExitCodeAsync()).ShouldBe(1);
        Read("good.stdout").ShouldContain("stopping");
        var log = Read("compose-executor.log");
        log.IndexOf("is TASK_FAILED", StringComparison.Ordinal).ShouldBeLessThan(log.IndexOf("Sending SIGTERM to 'good'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_told_in_the_engines_words()
    {
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [no-such-command]
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("Service 'web' could not be started");
        Message(failed).ShouldContain("no-such-command");
        Reason(failed).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_creation_that_fails_half_way_leaves_nothing()
    {
        await LaunchAsync($$"""
            services:
              bad: { image: "{{Engine.Busybox}}", runtime: no-such-runtime }
              b1: { image: "{{Engine.Busybox}}", volumes: ["v1:/v", "/anonymous"] }
              b2: { image: "{{Engine.Busybox}}", volumes: ["v2:/v", "/anonymous"] }
              b3: { image: "{{Engine.Busybox}}", volumes: ["v3:/v", "/anonymous"] }
            volumes: { v1: {}, v2: {}, v3: {} }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("no-such-runtime");
        Reason(failed).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_container_that_somebody_removes_fails_the_pod()
    {
        await LaunchAsync(Idle);
        await UntilAsync("TASK_RUNNING");

        await Engine.RemoveAsync((await Engine.ContainerAsync(TaskId, "web")).ID);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("'web'");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_the_infra_container_fails_the_pod()
    {
        await LaunchAsync(Idle);
        await UntilAsync("TASK_RUNNING");

        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "infra")).ID);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("infra container");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_pod_that_does_not_run_in_time_fails_and_says_what_waited_for_what()
    {
        Write("config.yaml", "launchtask: { timeout: 3s }");
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                init: true
                command: [sleep, "1000"]
                healthcheck: { test: ["CMD", "false"], interval: 1s, start_period: 100s }
              web:
                image: {{Engine.Busybox}}
                command: ["true"]
                depends_on: { db: { condition: service_healthy } }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("launchtask.timeout");
        Message(failed).ShouldContain("'web' waited for 'db' to be healthy");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_pod_stays_for_inspection_when_configured_and_nothing_of_it_runs()
    {
        MayLeaveSomething = true;
        Write("compose.yml", $$"""
            services:
              bad: { image: "{{Engine.Busybox}}", command: ["false"] }
              good: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
            """);
        await LaunchAsync(Task() with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["config.cleanpod.cleanfailtask"] = "false" } });

        await UntilAsync("TASK_FAILED");
        (await ExitCodeAsync()).ShouldBe(1);
        // Looked at one by one: the engine's list lags behind by a moment.
        foreach (var service in new[] { "bad", "good", "infra" })
            (await Engine.ContainerAsync(TaskId, service)).State!.Running.ShouldBeFalse(service);
    }
}
