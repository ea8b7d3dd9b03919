using System.Diagnostics;

namespace ComposeExecutor.IntegrationTests.Reaping;

public sealed class GcSpecs : ReapingTest
{
    private protected override Dictionary<string, string> Settings => new(base.Settings) { ["COMPOSE_EXECUTOR_POD_REAPER"] = "false" };

    [Fact]
    public async Task Without_a_reaper_gc_removes_what_a_killed_executor_has_left_and_says_so()
    {
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");
        (await Engine.ReapersAsync(Leases)).ShouldBeEmpty();
        Executor.Kill();
        await Executor.WaitForExitAsync(Deadline);
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(3);

        var (dryCode, dry) = await GcAsync("--dry-run");
        dryCode.ShouldBe(0, dry);
        dry.ShouldContain($"{TaskId}: would be removed");
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(3);
        File.Exists(SecretFile).ShouldBeTrue();

        var (code, output) = await GcAsync();
        code.ShouldBe(0, output);
        output.ShouldContain($"{TaskId}: removed");
        (await Engine.LeftOfAsync(TaskId)).ShouldBeEmpty();
        File.Exists(SecretFile).ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(Leases).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gc_leaves_alone_what_is_alive()
    {
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");

        var (code, output) = await GcAsync();

        code.ShouldBe(0, output);
        output.ShouldContain("0 pod(s) removed, 1 alive.");
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(3);
        await KillAsync();
    }

    [Fact]
    public async Task Gc_only_lists_containers_without_a_lease()
    {
        await LaunchAsync();
        await UntilAsync("TASK_RUNNING");
        File.Delete(Directory.EnumerateFiles(Leases).Single());

        var (_, output) = await GcAsync();

        output.ShouldContain($"{TaskId}: has 3 container(s) and no lease, and may be alive. If it is not: docker rm");
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(3);
        await KillAsync();
    }

    private async Task<(int Code, string Output)> GcAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(ComposeExecutor.IntegrationTests.Executable.Path, ["gc", .. arguments]) { RedirectStandardOutput = true };
        start.Environment["COMPOSE_EXECUTOR_POD_LEASES"] = Leases;
        using var gc = Process.Start(start)!;
        var output = await gc.StandardOutput.ReadToEndAsync();
        await gc.WaitForExitAsync();
        return (gc.ExitCode, output);
    }
}
