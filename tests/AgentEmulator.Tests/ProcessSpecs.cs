namespace AgentEmulator.Tests;

public sealed class ProcessSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emulator-").FullName;

    [Fact]
    public async Task A_process_gets_the_agents_environment_and_writes_into_its_sandbox()
    {
        await using var agent = await Agent.StartAsync();
        await using var process = Start(agent, "env; pwd; echo wrong >&2; exit 3");

        (await process.WaitForExitAsync(Deadlines.Generous)).ShouldBe(3);

        process.StandardOutput.ShouldContain($"MESOS_AGENT_ENDPOINT=127.0.0.1:{agent.Port}\n");
        process.StandardOutput.ShouldContain($"{process.Sandbox}\n");
        process.StandardOutput.ShouldNotContain("HOME=");
        process.StandardError.ShouldBe("wrong\n");
        (await agent.WaitForAsync(TimelineKind.ProcessExited, Deadlines.Generous)).Code.ShouldBe(3);
    }

    [Fact]
    public async Task A_signal_reaches_the_process()
    {
        await using var agent = await Agent.StartAsync();
        await using var process = Start(agent, "exec sleep 1000");

        process.Signal(15);

        (await process.WaitForExitAsync(Deadlines.Generous)).ShouldBe(143);
    }

    [Fact]
    public async Task Disposing_kills_the_process_and_its_children()
    {
        await using var agent = await Agent.StartAsync();
        var process = Start(agent, "mkfifo alive.tmp; mv alive.tmp alive; sleep 1000 >alive & wait");
        var path = Path.Combine(process.Sandbox, "alive");
        await FileAsync(path);

        // Opened when the child has opened its end, and at its end when the child is gone.
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var alive = await Task.Run(() => File.OpenRead(path), cancellationToken)
            .WaitAsync(Deadlines.Generous, cancellationToken);
        var end = Task.Run(() => alive.ReadByte(), cancellationToken);

        await process.DisposeAsync();

        (await process.Exited).ShouldBe(137);
        (await end.WaitAsync(Deadlines.Generous, cancellationToken)).ShouldBe(-1);
    }

    [Fact]
    public async Task An_exit_that_leaves_a_task_running_is_a_violation()
    {
        await using var agent = await Agent.StartAsync();
        agent.Launch(TaskInfos.Marathon("web.1").ToJson());
        using var executor = new MiniExecutor(agent.Environment("/sandbox"));
        using var stream = await executor.SubscribeAsync();
        await stream.NextAsync("SUBSCRIBED");
        await using var process = Start(agent, "exit 0");

        await process.WaitForExitAsync(Deadlines.Generous);

        agent.Violations.ShouldHaveSingleItem().Summary.ShouldContain("left web.1 in TASK_STAGING");
        agent.TaskState("web.1").ShouldBe("TASK_FAILED");
    }

    [Fact]
    public async Task A_process_that_outstays_the_grace_period_is_killed()
    {
        await using var agent = await Agent.StartAsync(
            new AgentOptions { ExecutorShutdownGracePeriod = TimeSpan.FromMilliseconds(50) });
        await using var process = Start(agent, "exec sleep 1000");

        agent.Shutdown();

        (await process.WaitForExitAsync(Deadlines.Generous)).ShouldBe(137);
    }

    [Fact]
    public async Task A_wait_for_the_exit_shows_what_the_process_said()
    {
        await using var agent = await Agent.StartAsync();
        await using var process = Start(agent, "echo busy >&2; touch ready; exec sleep 1000");
        await FileAsync(Path.Combine(process.Sandbox, "ready"));

        var exception = await Should.ThrowAsync<DeadlinePassedException>(process.WaitForExitAsync(TimeSpan.FromMilliseconds(20)));

        exception.Message.ShouldContain("busy");
        exception.Message.ShouldContain("process started");
    }

    [Fact]
    public async Task A_memory_cgroup_holds_the_process_and_is_destroyed_with_it()
    {
        Assert.SkipUnless(MemoryCgroup.IsAvailable, "There is no cgroup v1 memory hierarchy to write to.");
        await using var agent = await Agent.StartAsync();
        var process = Start(agent, "cat /proc/self/cgroup; setsid sleep 1000 & touch ready; wait", useMemoryCgroup: true);
        await FileAsync(Path.Combine(process.Sandbox, "ready"));
        var cgroup = process.Cgroup.ShouldNotBeNull();

        await process.DisposeAsync();

        process.StandardOutput.ShouldContain($":memory:{cgroup.CgroupPath}\n");
        Directory.Exists(cgroup.Folder).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task FileAsync(string path)
    {
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        var appeared = new TaskCompletionSource();
        watcher.Created += (_, _) => appeared.TrySetResult();
        watcher.Renamed += (_, _) => appeared.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
            await appeared.Task.WaitAsync(Deadlines.Generous, TestContext.Current.CancellationToken);
    }

    private ExecutorProcess Start(Agent agent, string script, bool useMemoryCgroup = false)
    {
        var sandbox = Path.Combine(_folder, "sandbox");
        return ExecutorProcess.Start(agent, new ExecutorProcessOptions
        {
            Executable = "/bin/sh",
            Arguments = ["-c", script],
            Sandbox = sandbox,
            UseMemoryCgroup = useMemoryCgroup,
        });
    }
}
