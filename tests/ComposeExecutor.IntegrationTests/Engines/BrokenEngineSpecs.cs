using AgentEmulator;
using Chaos.Engines;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Engines;

/// <summary>Pods whose engine is slow, silent, or answers with errors: a proxy stands before it.</summary>
public sealed class BrokenEngineSpecs : PodTest
{
    private const string Events = "GET .*/events";

    private static readonly string Web = $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            init: true
            command: [sh, -c, "trap 'exit 0' TERM; echo ready; while true; do sleep 1000 & wait; done"]
        """;

    [Fact]
    public async Task What_happens_while_the_event_stream_is_broken_is_found_out_afterwards()
    {
        await using var proxy = new EngineProxy();
        await LaunchAsync(proxy);

        proxy.Treat(Events, new EngineFault { Status = 500 });
        proxy.Treat("POST .*/attach", new EngineFault { Status = 500 });
        proxy.Treat("GET .*/json", new EngineFault { Status = 500 });
        proxy.Cut(Events);
        await UntilWrittenAsync("compose-executor.log", "event stream");
        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "web")).ID);
        proxy.Heal();

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("'web' ended with exit code 137");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_end_is_noticed_although_the_event_stream_stalls()
    {
        await using var proxy = new EngineProxy();
        await LaunchAsync(proxy);
        proxy.Stall(Events);

        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "web")).ID);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("'web' ended with exit code 137");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_engine_that_hangs_for_a_while_is_waited_for()
    {
        await using var proxy = new EngineProxy();
        await LaunchAsync(proxy);

        proxy.Freeze();
        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "web")).ID);
        States().ShouldBe(["TASK_STARTING", "TASK_RUNNING"]);
        proxy.Thaw();

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("'web' ended with exit code 137");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_engine_only_makes_a_pod_slow()
    {
        await using var proxy = new EngineProxy();
        proxy.Treat(".", new EngineFault { Delay = TimeSpan.FromMilliseconds(300) });
        await LaunchAsync(proxy);

        await KillAsync();
    }

    [Fact]
    public async Task A_start_that_the_engine_answers_with_an_error_fails_the_pod_with_its_words()
    {
        await using var proxy = new EngineProxy();
        proxy.Treat("POST .*/start", new EngineFault { Status = 500 });
        Write("compose.yml", Web);
        await LaunchAsync(Task(), environment: Through(proxy));

        var status = await UntilAsync("TASK_FAILED");

        Message(status).ShouldContain("The test wants it so.");
        Reason(status).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_kill_that_the_engine_answers_with_errors_is_carried_out_in_the_end()
    {
        await using var proxy = new EngineProxy();
        await LaunchAsync(proxy);
        proxy.Treat("POST .*/kill", new EngineFault { Status = 500 });
        proxy.Treat("DELETE ", new EngineFault { Status = 500, Times = 2 });

        Agent.Kill(TaskId, TimeSpan.FromMilliseconds(200));

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_engine_whose_clock_is_wrong_tells_what_happened_all_the_same()
    {
        await using var proxy = new EngineProxy { ClockShift = TimeSpan.FromHours(-1) };
        await LaunchAsync(proxy);
        var web = (await Engine.ContainerAsync(TaskId, "web")).ID;

        // The stream is back only after everything has been looked at, and what happens in between is told by nothing else.
        proxy.Treat("POST .*/attach", new EngineFault { Status = 500 });
        proxy.Treat(Events, new EngineFault { Delay = TimeSpan.FromSeconds(2) });
        proxy.Forget();
        proxy.Stall("POST .*/attach");
        proxy.Cut(Events);
        await proxy.UntilAskedAsync($"GET .*{web}/json", Deadline);
        await UntilWrittenAsync("compose-executor.log", "event stream");
        await Engine.KillAsync(web);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("'web' ended with exit code 137");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_pod_that_is_to_be_prepared_by_an_engine_that_errs_fails_with_its_words()
    {
        await using var proxy = new EngineProxy();
        proxy.Treat("GET .*/info", new EngineFault { Status = 500 });
        Write("compose.yml", Web);
        await LaunchAsync(Task(), environment: Through(proxy));

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("The test wants it so.");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    private async Task LaunchAsync(EngineProxy proxy)
    {
        Write("compose.yml", Web);
        await LaunchAsync(Task(), environment: Through(proxy));
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");
    }

    private static Dictionary<string, string> Through(EngineProxy proxy) => new() { ["DOCKER_HOST"] = proxy.Host };
}
