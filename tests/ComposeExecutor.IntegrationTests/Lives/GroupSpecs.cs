using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>Several tasks of one executor: each is a pod with a life of its own, unless they were launched as a group.</summary>
public sealed class GroupSpecs : PodTest
{
    [Fact]
    public async Task Tasks_that_were_launched_one_by_one_live_and_die_each_for_itself()
    {
        var other = $"{TaskId}-other";
        Write("compose.yml", Idle);
        await LaunchAsync(Task());
        await UntilAsync("TASK_RUNNING");
        Agent.Launch(TaskInfos.Marathon(other, "compose.yml").ToJson());
        await Agent.WaitForUpdateAsync(other, "TASK_RUNNING", Deadline);

        Agent.Kill(TaskId);
        await UntilAsync("TASK_KILLED");
        (await Engine.ContainerAsync(other, "web")).State!.Running.ShouldBeTrue();
        await Engine.KillAsync((await Engine.ContainerAsync(other, "web")).ID);

        await Agent.WaitForUpdateAsync(other, "TASK_FAILED", Deadline);
        (await ExitCodeAsync()).ShouldBe(1);
        (await Engine.LeftOfAsync(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_fails_while_it_runs_takes_its_group_with_it()
    {
        var other = $"{TaskId}-other";
        Write("compose.yml", Idle);
        await LaunchGroupAsync(Task(), TaskInfos.Marathon(other, "compose.yml"));
        await UntilAsync("TASK_RUNNING");
        await Agent.WaitForUpdateAsync(other, "TASK_RUNNING", Deadline);

        await Engine.KillAsync((await Engine.ContainerAsync(other, "web")).ID);

        await Agent.WaitForUpdateAsync(other, "TASK_FAILED", Deadline);
        var killed = await UntilAsync("TASK_KILLED");
        Message(killed).ShouldBe($"Task {other} of the same group failed.");
        Reason(killed).ShouldBe("REASON_EXECUTOR_TERMINATED");
        (await ExitCodeAsync()).ShouldBe(1);
        (await Engine.LeftOfAsync(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_is_finished_leaves_its_group_alone()
    {
        var other = $"{TaskId}-other";
        Write("compose.yml", Idle);
        Write("job.yml", $$"""
            services:
              job: { image: "{{Engine.Busybox}}", command: ["true"] }
            """);
        await LaunchGroupAsync(Task(), TaskInfos.Marathon(other, "job.yml"));

        await Agent.WaitForUpdateAsync(other, "TASK_FINISHED", Deadline);
        await UntilAsync("TASK_RUNNING");
        await KillAsync();
    }
}
