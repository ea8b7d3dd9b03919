namespace ComposeExecutor.IntegrationTests.Lives;

public sealed class FinishedSpecs : PodTest
{
    [Fact]
    public async Task A_pod_whose_services_all_end_well_is_finished()
    {
        await LaunchAsync($$"""
            services:
              first:
                image: {{Engine.Busybox}}
                command: [sh, -c, "echo from first"]
              second:
                image: {{Engine.Busybox}}
                command: [sh, -c, "echo from second >&2"]
                depends_on:
                  first: { condition: service_completed_successfully }
            """);

        Message(await UntilAsync("TASK_FINISHED")).ShouldContain("ended with exit code 0");
        (await ExitCodeAsync()).ShouldBe(0);

        States()[0].ShouldBe("TASK_STARTING");
        Read("first.stdout").ShouldBe("from first\n");
        Read("second.stderr").ShouldBe("from second\n");
        Executor.StandardOutput.ShouldContain("first | from first\n");
        Executor.StandardOutput.ShouldContain("second | from second\n");
        Read("compose-executor.log").ShouldContain(TaskId);
    }

    [Fact]
    public async Task A_pod_that_ran_is_finished_when_its_last_service_ends_well()
    {
        await LaunchAsync($$"""
            services:
              quick:
                image: {{Engine.Busybox}}
                command: ["true"]
              slow:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'exit 0' USR1; echo ready; while :; do sleep 1 & wait; done"]
            """);

        Message(await UntilAsync("TASK_RUNNING")).ShouldContain("running");
        await UntilWrittenAsync("slow.stdout", "ready");
        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "slow")).ID, "SIGUSR1");

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
    }
}
