using AgentEmulator;
using Chaos.Engines;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Engines;

/// <summary>Pods on an engine of their own, which is stopped, killed and started again.</summary>
public sealed class EngineRestartSpecs : PodTest
{
    private static readonly string Web = $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            init: true
            command: [sh, -c, "echo ready; i=0; while true; do i=$$((i+1)); echo line $$i; usleep 100000; done"]
        """;

    [Fact]
    public async Task A_pod_outlives_the_restart_of_an_engine_with_live_restore()
    {
        await using var engine = await OwnEngine.StartAsync(new OwnEngineOptions { LiveRestore = true });
        await LaunchAsync(engine);
        var before = await ProcessAsync(engine);

        await engine.StopAsync();
        await UntilWrittenAsync("compose-executor.log", "event stream");
        await engine.RestartAsync();

        (await ProcessAsync(engine)).ShouldBe(before);
        var written = Lines();
        await UntilAsync(() => Lines() > written);
        States().ShouldBe(["TASK_STARTING", "TASK_RUNNING"]);
        await engine.DockerAsync("kill", before.Container);
        Message(await UntilAsync("TASK_FAILED")).ShouldContain("'web' ended with exit code 137");
        (await ExitCodeAsync()).ShouldBe(1);
        (await engine.DockerAsync("ps", "--all", "--quiet", "--filter", $"label=taskId={TaskId}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pod_whose_containers_ended_with_the_engine_fails_and_says_so(bool killed)
    {
        await using var engine = await OwnEngine.StartAsync();
        await LaunchAsync(engine);

        await (killed ? engine.KillAsync() : engine.StopAsync());
        await engine.RestartAsync();

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("while the Docker Engine was away");
        (await ExitCodeAsync()).ShouldBe(1);
        (await engine.DockerAsync("ps", "--all", "--quiet", "--filter", $"label=taskId={TaskId}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kill_while_the_engine_is_away_is_carried_out_when_it_is_back()
    {
        await using var engine = await OwnEngine.StartAsync(new OwnEngineOptions { LiveRestore = true });
        await LaunchAsync(engine);

        await engine.KillAsync();
        Agent.Kill(TaskId, TimeSpan.FromSeconds(1));
        await UntilWrittenAsync("compose-executor.log", "Sending SIGTERM to 'web' failed");
        await engine.RestartAsync();

        await UntilAsync("TASK_KILLED");
        (await ExitCodeAsync()).ShouldBe(0);
        (await engine.DockerAsync("ps", "--all", "--quiet", "--filter", $"label=taskId={TaskId}")).ShouldBeEmpty();
    }

    private async Task LaunchAsync(OwnEngine engine)
    {
        Write("compose.yml", Web);
        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["DOCKER_HOST"] = engine.Host });
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");
    }

    private int Lines() => Read("web.stdout").Count(character => character == '\n');

    private async Task UntilAsync(Func<bool> condition)
    {
        using var watcher = new FileSystemWatcher(Sandbox, "web.stdout");
        using var changed = new SemaphoreSlim(0);
        watcher.Changed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        while (!condition())
            (await changed.WaitAsync(Deadline)).ShouldBeTrue($"Nothing more is written.\n{History()}");
    }

    private static async Task<(string Container, string Process)> ProcessAsync(OwnEngine engine)
    {
        var container = (await engine.DockerAsync("ps", "--quiet", "--no-trunc", "--filter", "label=com.docker.compose.service=web")).Single();
        return (container, (await engine.DockerAsync("inspect", "--format", "{{.State.Pid}}", container)).Single());
    }
}
