using System.Text.Json;
using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>Services that end, and run again: by their policies, by their dependencies, by their health.</summary>
public sealed class RestartSpecs : PodTest
{
    private const string Quick = "pod: { restart: { delay: 50ms, maxdelay: 200ms } }";

    [Fact]
    public async Task A_service_that_fails_is_restarted_until_it_works_in_the_same_container_with_the_same_output_file()
    {
        Write("config.yaml", Quick);
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "echo run >> /runs; echo \"run $$(wc -l < /runs)\"; [ $$(wc -l < /runs) -ge 3 ] || exit 7; exec sleep 1000"]
                restart: on-failure
                init: true
            """);
        var second = await Agent.WaitForAsync(entry => Restarts(entry) == "2", Deadline);
        Message(second.Detail).ShouldBe("Service 'web' ended with exit code 7. It is restarted in 0.1 s (restart 2).");
        await UntilWrittenAsync("web.stdout", "run 3");
        await UntilAsync("TASK_RUNNING");

        await KillAsync();

        Read("web.stdout").ShouldBe("run 1\nrun 2\nrun 3\n");
        Label(Last().Detail, "restarts.web").ShouldBe("2");
    }

    [Fact]
    public async Task A_service_that_is_always_restarted_does_not_finish_the_pod_and_is_killed_in_its_pause()
    {
        Write("config.yaml", "pod: { restart: { delay: 4m } }");
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", command: [sh, -c, "sleep 1"], restart: always }
            """);
        await UntilAsync("TASK_RUNNING");
        var restart = await Agent.WaitForAsync(entry => Restarts(entry) == "1", Deadline);
        restart.State.ShouldBe("TASK_RUNNING");
        Message(restart.Detail).ShouldBe("Service 'web' ended with exit code 0. It is restarted in 240 s (restart 1).");

        await KillAsync();
    }

    [Fact]
    public async Task A_policy_that_is_used_up_fails_the_pod_and_says_how_often_it_restarted()
    {
        Write("config.yaml", Quick);
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "echo no such table; exit 3"]
                restart: "no"
                deploy: { restart_policy: { condition: on-failure, delay: 10ms, max_attempts: 2 } }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("Service 'web' ended with exit code 3. It was restarted 2 times, as often as its restart policy allows (on-failure:2).");
        Message(failed).ShouldContain("no such table");
        Label(failed, "restarts").ShouldBe("2");
        (await ExitCodeAsync()).ShouldBe(1);
        Read("web.stdout").ShouldBe("no such table\nno such table\nno such table\n");
    }

    [Fact]
    public async Task A_restart_takes_the_services_with_it_that_ask_for_it()
    {
        Write("config.yaml", Quick);
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'exit 9' USR1; echo up; while :; do sleep 1 & wait $$!; done"]
                restart: always
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
                depends_on: { db: { condition: service_started, restart: true } }
              other:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "echo once; exec sleep 1000"]
                depends_on: [db]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");
        await UntilWrittenAsync("db.stdout", "up");

        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "db")).ID, "SIGUSR1");

        await UntilWrittenAsync("web.stdout", "ready\nbye\nready\n");
        Read("db.stdout").ShouldBe("up\nup\n");
        Agent.Kill(TaskId, TimeSpan.FromSeconds(5));
        await UntilAsync("TASK_KILLED");
        await ExitCodeAsync();
        Label(Last().Detail, "restarts.web").ShouldBe("1");
        Read("other.stdout").ShouldBe("once\n");
    }

    [Fact]
    public async Task A_service_that_stays_unhealthy_fails_the_pod()
    {
        Write("config.yaml", "pod: { unhealthy: { timeout: 200ms } }");
        await LaunchAsync(Sickening("no"));
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");

        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "web")).ID, "SIGUSR1");

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("Service 'web' has been unhealthy for 0.2 s (pod.unhealthy.timeout).");
        failed.GetProperty("healthy").GetBoolean().ShouldBeFalse();
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_service_that_stays_unhealthy_is_restarted_when_configured_and_is_healthy_again()
    {
        Write("config.yaml", "pod: { unhealthy: { timeout: 0s, action: restart }, restart: { delay: 10ms } }");
        await LaunchAsync(Sickening("always"));
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");

        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "web")).ID, "SIGUSR1");

        var restart = await Agent.WaitForAsync(entry => Restarts(entry) == "1", Deadline);
        Message(restart.Detail).ShouldContain("has been unhealthy");
        restart.Detail.GetProperty("healthy").GetBoolean().ShouldBeFalse();
        await Agent.WaitForAsync(entry => entry.Number > restart.Number && entry.Kind == TimelineKind.UpdateAccepted && entry.Detail.GetProperty("healthy").GetBoolean(), Deadline);
        Agent.Kill(TaskId, TimeSpan.Zero);
        await UntilAsync("TASK_KILLED");
        await ExitCodeAsync();
    }

    [Fact]
    public async Task A_container_that_somebody_stops_has_ended_and_is_restarted_by_its_policy()
    {
        Write("config.yaml", Quick);
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"], restart: unless-stopped }
            """);
        await UntilAsync("TASK_RUNNING");

        await Engine.StopAsync((await Engine.ContainerAsync(TaskId, "web")).ID);

        Message((await Agent.WaitForAsync(entry => Restarts(entry) == "1", Deadline)).Detail).ShouldStartWith("Service 'web' ended with exit code 143 (ended by SIGTERM).");
        await KillAsync();
    }

    [Fact]
    public async Task A_container_that_somebody_pauses_is_told_and_a_kill_ends_it_all_the_same()
    {
        await LaunchAsync(Idle);
        await UntilAsync("TASK_RUNNING");
        var web = await Engine.ContainerAsync(TaskId, "web");

        await Engine.PauseAsync(web.ID);
        await Agent.WaitForAsync(entry => Says(entry, $"docker unpause {web.Name!.TrimStart('/')}"), Deadline);
        await Engine.UnpauseAsync(web.ID);
        await Agent.WaitForAsync(entry => Says(entry, "was resumed"), Deadline);
        await Engine.PauseAsync(web.ID);

        await KillAsync();
    }

    private static string Sickening(string restart) => $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            command: [sh, -c, "touch /well; trap 'rm /well' USR1; echo ready; while :; do sleep 1 & wait $$!; done"]
            healthcheck: { test: [CMD, test, -e, /well], interval: 200ms, retries: 1 }
            stop_grace_period: 100ms
            restart: "{{restart}}"
        """;

    private static bool Says(TimelineEntry entry, string text) =>
        entry.Kind == TimelineKind.UpdateAccepted && entry.Detail.TryGetProperty("message", out var message) && message.GetString()!.Contains(text, StringComparison.Ordinal);

    private static string? Restarts(TimelineEntry entry) => entry.Kind == TimelineKind.UpdateAccepted ? Label(entry.Detail, "restarts") : null;

    private static string? Label(JsonElement status, string key) => status.TryGetProperty("labels", out var labels)
        ? labels.GetProperty("labels").EnumerateArray().FirstOrDefault(label => label.GetProperty("key").GetString() == key) is { ValueKind: JsonValueKind.Object } label
            ? label.GetProperty("value").GetString()
            : null
        : null;

    private TimelineEntry Last() => Agent.Timeline.Entries.Last(entry => entry.Kind == TimelineKind.UpdateAccepted && entry.TaskId == TaskId);
}
