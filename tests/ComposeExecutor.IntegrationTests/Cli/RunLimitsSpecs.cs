using System.Diagnostics;

namespace ComposeExecutor.IntegrationTests.Cli;

/// <summary>What <c>run</c> holds a pod to, as whoever runs it.</summary>
public sealed class RunLimitsSpecs : CommandTest
{
    private const string NotHeld = "not held to the task's resources";

    [Fact]
    public async Task The_cpus_and_memory_of_the_command_line_hold_the_pod_and_nothing_is_left_of_its_cgroup()
    {
        Write("compose.yml", Idle);

        var run = Start("run", "--name", TaskId, "--cpus", "1.5", "--mem", "96", "-f", "compose.yml", "-l", "config.pod.cpuquota=true");
        await run.UntilWrittenAsync("is TASK_RUNNING");

        if ((await Engine.CgroupParentsAsync(TaskId)).Distinct().ShouldHaveSingleItem() is { Length: > 0 } parent)
        {
            Cgroups.MemoryLimit(parent).ShouldBe(96L << 20);
            Cgroups.CpuLimit(parent).ShouldBe(1.5);
        }
        else
        {
            run.Error.ShouldContain(NotHeld);
        }

        run.Signal(Sigterm);
        (await run.ExitCodeAsync()).ShouldBe(0);
        Cgroups.Of(TaskId).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_them_the_pod_is_left_to_the_engine()
    {
        Write("compose.yml", Idle);

        var run = Start("run", "--name", TaskId, "-f", "compose.yml");
        await run.UntilWrittenAsync("is TASK_RUNNING");

        (await Engine.CgroupParentsAsync(TaskId)).ShouldAllBe(parent => parent.Length == 0);
        run.Error.ShouldNotContain("cgroup");
        run.Signal(Sigterm);
        (await run.ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_who_may_use_the_engine_but_not_make_cgroups_is_told_so_and_gets_the_pod()
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        Write("compose.yml", """
            services:
              web: { image: "BUSYBOX", command: [echo, ran] }
            """.Replace("BUSYBOX", Engine.Busybox, StringComparison.Ordinal));
        // Of the group that may use the engine's socket, but no longer root.
        File.Copy(Executable.Path, Path.Combine(Folder, "compose-executor"));
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_111_111);
        using var run = Process.Start(new ProcessStartInfo(
            "sh",
            ["-c", "exec setpriv --reuid=65534 --regid=\"$(stat -c %g /var/run/docker.sock)\" --clear-groups ./compose-executor run --name \"$0\" --mem 96 -f compose.yml", TaskId])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOME"] = Folder },
        })!;
        var error = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, await error);
        output.ShouldBe("web | ran\n");
        (await error).ShouldContain(NotHeld);
        Cgroups.Of(TaskId).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--cpus", "none", "'none' is not a number of CPUs")]
    [InlineData("--mem", "12x", "'12x' is not an amount of memory")]
    public async Task What_is_not_an_amount_is_refused(string option, string value, string message)
    {
        Write("compose.yml", Idle);

        var run = await RunAsync("run", option, value, "-f", "compose.yml");

        (await run.ExitCodeAsync()).ShouldBe(2);
        run.Error.ShouldContain(message);
    }

    private static string Idle => $$"""
        services:
          web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"] }
        """;
}
