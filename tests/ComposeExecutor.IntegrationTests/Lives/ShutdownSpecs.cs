using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

public sealed class ShutdownSpecs : PodTest
{
    private const int Sigterm = 15;

    private static readonly string Polite = $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            command: [sh, -c, "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
        """;

    private static readonly string Stubborn = $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            command: [sh, -c, "trap '' TERM; echo ready; while :; do sleep 1; done"]
            stop_grace_period: 1h
        """;

    [Fact]
    public async Task A_shutdown_ends_the_pod_gracefully()
    {
        await LaunchAsync(Polite);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");

        Agent.Shutdown();

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("web.stdout").ShouldContain("bye");
    }

    [Fact]
    public async Task A_shutdown_ends_even_a_stubborn_pod_before_the_agent_loses_its_patience()
    {
        Write("compose.yml", Stubborn);
        await LaunchAsync(Task(), new AgentOptions { ExecutorShutdownGracePeriod = TimeSpan.FromSeconds(5) });
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");

        Agent.Shutdown();

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
        Executor.WasKilled.ShouldBeFalse(History());
    }

    [Fact]
    public async Task A_shutdown_before_any_task_ends_the_executor()
    {
        await LaunchAsync(Polite);
        await UntilAsync("TASK_RUNNING");
        Agent.Kill(TaskId);
        await UntilAsync("TASK_KILLED");
        Agent.Shutdown();
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_terminated_executor_ends_its_pod_gracefully()
    {
        await LaunchAsync(Polite);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");

        Executor.Signal(Sigterm);

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("web.stdout").ShouldContain("bye");
    }
}
