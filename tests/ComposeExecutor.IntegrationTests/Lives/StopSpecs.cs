using Chaos.Engines;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>How services are stopped: with which signal, in which time, and whatever the engine does.</summary>
public sealed class StopSpecs : PodTest
{
    [Fact]
    public async Task A_service_is_asked_to_end_by_the_signal_of_its_file()
    {
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo asked; exit 0' USR1; trap '' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
                stop_signal: SIGUSR1
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");

        await KillAsync();

        Read("web.stdout").ShouldBe("ready\nasked\n");
        Read("compose-executor.log").ShouldNotContain("SIGKILL");
    }

    [Fact]
    public async Task Every_service_has_the_time_that_its_file_gives_it_from_its_signal_on()
    {
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'sleep 1; echo flushed; exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
                stop_grace_period: 1m
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap '' TERM; echo ready; while :; do sleep 1; done"]
                stop_grace_period: 300ms
                depends_on: [db]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("db.stdout", "ready");
        await UntilWrittenAsync("web.stdout", "ready");

        await KillAsync();

        Read("compose-executor.log").ShouldContain("Sending SIGKILL to 'web'");
        Read("compose-executor.log").ShouldNotContain("Sending SIGKILL to 'db'");
        Read("db.stdout").ShouldContain("flushed");
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_to_signals_does_not_keep_a_pod_from_ending()
    {
        await using var proxy = new EngineProxy();
        Write("compose.yml", Idle);
        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["DOCKER_HOST"] = proxy.Host });
        await UntilAsync("TASK_RUNNING");
        proxy.Treat("POST .*/kill", new EngineFault { Delay = TimeSpan.FromHours(1) });

        Agent.Kill(TaskId, TimeSpan.FromMilliseconds(100));

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_container_that_cannot_be_removed_is_told_with_what_to_do()
    {
        MayLeaveSomething = true;
        await using var proxy = new EngineProxy();
        Write("compose.yml", Idle);
        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["DOCKER_HOST"] = proxy.Host });
        await UntilAsync("TASK_RUNNING");
        proxy.Treat("DELETE .*/containers", new EngineFault { Status = 500 });

        Agent.Kill(TaskId, TimeSpan.FromSeconds(1));

        var killed = await UntilAsync("TASK_KILLED");
        Message(killed).ShouldContain("Some containers of the pod could not be removed");
        Message(killed).ShouldContain($"docker ps -a --filter label=taskId={TaskId}");
        (await ExitCodeAsync()).ShouldBe(0);
    }
}
