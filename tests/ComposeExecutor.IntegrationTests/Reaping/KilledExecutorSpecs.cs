using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Reaping;

public sealed class KilledExecutorSpecs : ReapingTest
{
    [Fact]
    public async Task The_pod_of_a_killed_executor_is_removed_and_then_the_reaper_itself()
    {
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");
        await UntilReaperRunsAsync();
        File.Exists(SecretFile).ShouldBeTrue();
        var volumes = (await Engine.ReapersAsync(Leases)).Single().Mounts.Select(mount => mount.Name).Where(name => !string.IsNullOrEmpty(name)).ToList();
        volumes.Count.ShouldBe(1);

        Executor.Kill();

        await UntilPodIsGoneAsync();
        Directory.Exists(Path.GetDirectoryName(SecretFile)).ShouldBeFalse();
        await UntilReaperIsGoneAsync();
        (await Engine.VolumeAsync(volumes[0]!)).ShouldBeNull();
        Directory.EnumerateFileSystemEntries(Leases).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_removed_when_the_executor_is_killed_while_it_prepares()
    {
        // The reaper is there already, since the pod of another executor needs it.
        await using var other = new OtherPod();
        await other.LaunchAsync(Settings);
        await UntilReaperRunsAsync();
        await LaunchAsync();
        await UntilAsync("the secret is written", () => System.Threading.Tasks.Task.FromResult(File.Exists(SecretFile)));

        Executor.Kill();

        await UntilPodIsGoneAsync();
        (await Engine.ReapersAsync(Leases)).Count.ShouldBe(1);
        await other.KillAsync();
    }

    [Fact]
    public async Task It_is_removed_when_the_executor_is_killed_while_it_stops()
    {
        Write("compose.yml", Pod.Replace("init: true, command: [sleep, \"1000\"]", "command: [sh, -c, \"trap '' TERM; while :; do sleep 1; done\"]", StringComparison.Ordinal));
        await LaunchAsync(Task(), environment: Settings);
        await UntilAsync("TASK_RUNNING");
        await UntilReaperRunsAsync();
        Agent.Kill(TaskId, TimeSpan.FromSeconds(60));
        await UntilWrittenAsync("compose-executor.log", "Sending SIGTERM");

        Executor.Kill();

        await UntilPodIsGoneAsync();
    }

    [Fact]
    public async Task No_other_pod_is_touched()
    {
        await using var other = new OtherPod();
        await other.LaunchAsync(Settings);
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");
        await UntilReaperRunsAsync();
        var before = await Engine.ContainersAsync(other.Id);

        Executor.Kill();

        await UntilPodIsGoneAsync();
        (await Engine.ContainersAsync(other.Id)).Select(container => (container.ID, container.State)).ShouldBe(before.Select(container => (container.ID, container.State)), ignoreOrder: true);
        (await Engine.ReapersAsync(Leases)).Count.ShouldBe(1);
        await other.KillAsync();
    }

    [Fact]
    public async Task A_reaper_that_was_removed_is_started_again_by_the_next_launch_and_removes_what_was_left()
    {
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");
        await UntilReaperRunsAsync();
        await Engine.RemoveAsync((await Engine.ReapersAsync(Leases)).Single().ID);
        Executor.Kill();
        await Executor.WaitForExitAsync(Deadline);
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(3);

        await using var other = new OtherPod();
        await other.LaunchAsync(Settings);

        await UntilPodIsGoneAsync();
        await other.KillAsync();
    }

    [Fact]
    public async Task A_pod_that_ends_leaves_no_lease_and_the_reaper_goes()
    {
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");
        await UntilReaperRunsAsync();
        Directory.EnumerateFiles(Leases).Count().ShouldBe(1);

        await KillAsync();

        Directory.EnumerateFileSystemEntries(Leases).ShouldBeEmpty();
        await UntilReaperIsGoneAsync();
    }

    [Fact]
    public async Task The_reaper_gets_the_socket_and_the_leases_only()
    {
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");
        await UntilReaperRunsAsync();

        var reaper = await Engine.InspectAsync((await Engine.ReapersAsync(Leases)).Single().ID);

        reaper.Mounts!.Where(mount => mount.Type == "bind").Select(mount => mount.Source).ShouldBe(["/var/run/docker.sock", Leases], ignoreOrder: true);
        reaper.HostConfig!.ReadonlyRootfs.ShouldBeTrue();
        reaper.HostConfig.NetworkMode.ShouldBe("none");
        reaper.HostConfig.CapDrop!.ShouldBe(["ALL"]);
        reaper.HostConfig.Memory.ShouldBeGreaterThan(0);
        await KillAsync();
    }
}
