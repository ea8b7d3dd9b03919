using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class ReasonSpecs
{
    private const long MiB = 1 << 20;

    [Fact]
    public void A_service_that_used_all_of_its_own_memory_says_so_with_its_limit()
    {
        var outcome = OutOfMemory(new MemoryUse(256 * MiB, 100 * MiB, Kills: 1), limit: 64 * MiB);

        outcome.Message.ShouldBe(
            "Service 'a' ran out of memory and was killed (exit code 137): it used all of its own limit of 64 MiB. Raise that limit (mem_limit, deploy.resources.limits.memory), or let it use less.");
        outcome.Reason.ShouldBe(TaskReason.ContainerLimitationMemory);
        outcome.MemoryBytes.ShouldBe(64 * MiB);
    }

    [Fact]
    public void A_service_that_used_up_the_memory_of_the_pod_says_so_with_limit_and_usage()
    {
        var outcome = OutOfMemory(new MemoryUse(256 * MiB, 255 * MiB, Kills: 1), limit: 0);

        outcome.Message.ShouldBe(
            "Service 'a' ran out of memory and was killed (exit code 137): all services of the pod together used 255 MiB of the task's 256 MiB. Give the task more memory, or let its services use less.");
        outcome.MemoryBytes.ShouldBe(255 * MiB);
    }

    [Fact]
    public void A_limit_above_that_of_the_pod_was_not_what_was_reached() =>
        OutOfMemory(new MemoryUse(256 * MiB, 256 * MiB, Kills: 1), limit: 512 * MiB).Message.ShouldContain("of the task's 256 MiB");

    [Fact]
    public void The_kernels_count_of_kills_is_believed_where_the_engine_says_nothing() =>
        new Life(Service("a")).RunsWholly()
            .Happens(new PodEvent.ServiceObserved("a", Container(ContainerState.Exited, exitCode: 137), new MemoryUse(256 * MiB, 256 * MiB, Kills: 1)))
            .Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.ContainerLimitationMemory);

    [Fact]
    public void A_kill_by_somebody_else_is_not_taken_for_a_lack_of_memory() =>
        new Life(Service("a")).RunsWholly()
            .Happens(new PodEvent.ServiceObserved("a", Container(ContainerState.Exited, exitCode: 137), new MemoryUse(256 * MiB, 200 * MiB, Kills: 0)))
            .Announced.ShouldNotBeNull().ShouldSatisfyAllConditions(
                outcome => outcome.Reason.ShouldBeNull(), outcome => outcome.Message.ShouldBe("Service 'a' ended with exit code 137 (killed by SIGKILL)."));

    [Fact]
    public void A_restarted_service_that_runs_out_of_memory_again_and_again_keeps_the_reason()
    {
        var pod = new Life(Service("a") with { Restart = new RestartPolicy(RestartCondition.OnFailure, 1) }).RunsWholly();
        pod.Seen("a", Killed(pod)).LastAnnounced.Message.ShouldStartWith("Service 'a' ran out of memory");

        pod.Expires("a", ServiceTimer.Restart).Runs("a").Seen("a", Killed(pod));

        pod.Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.ContainerLimitationMemory);

        static ContainerSnapshot Killed(Life pod) => Container(ContainerState.Exited, exitCode: 137) with { OutOfMemory = true, Run = pod.Run("a") };
    }

    [Fact]
    public void What_is_found_outside_ends_the_pod_once()
    {
        var condemned = new PodOutcome(TaskState.Failed, "It took too long.", TaskReason.MaxCompletionTimeReached);
        var pod = new Life(Service("a"), Service("b")).RunsWholly().Happens(new PodEvent.Condemned(condemned));

        pod.Announced.ShouldBe(condemned);
        pod.Signals.ShouldBe(["a", "b"]);
        pod.Happens(new PodEvent.Condemned(condemned with { Message = "again" })).Effects.ShouldBeEmpty();
    }

    [Fact]
    public void A_paused_service_is_told_and_so_is_its_resumption()
    {
        var pod = new Life(Service("a")).RunsWholly();
        var container = Container(ContainerState.Running) with { Run = pod.Run("a"), Name = "shop-a-1" };

        pod.Seen("a", container with { Paused = true }).Effects.ShouldBe([new PodEffect.Announce(
            TaskState.Running, "The container of service 'a' was paused by somebody else, and does nothing until it is resumed: docker unpause shop-a-1")]);
        pod.Seen("a", container with { Paused = true }).Effects.ShouldBeEmpty();
        pod.Seen("a", container).Effects.ShouldBe([new PodEffect.Announce(TaskState.Running, "The container of service 'a' was resumed.")]);
    }

    [Fact]
    public void A_launch_that_takes_too_long_says_which_service_is_restarted_again_and_again_with_its_last_output()
    {
        var pod = new Life(Service("db") with { Restart = new RestartPolicy(RestartCondition.OnFailure) }, Service("web", Completed("db"))).Begins()
            .Ends("db", exitCode: 1).TimesOut();

        var outcome = pod.Announced.ShouldNotBeNull();
        outcome.Message.ShouldBe("The pod did not run within 60 s (launchtask.timeout): 'db' had ended with exit code 1 and was to be restarted; 'web' waited for 'db' to complete successfully.");
        outcome.Service.ShouldBe("db");
    }

    [Fact]
    public void A_launch_that_takes_too_long_shows_the_last_output_of_what_is_waited_for() =>
        new Life(Service("init"), Service("web", Completed("init"))).Begins().Runs("init").TimesOut().Announced.ShouldNotBeNull().Service.ShouldBe("init");

    private static PodOutcome OutOfMemory(MemoryUse podMemory, long limit) => new Life(Service("a")).RunsWholly()
        .Happens(new PodEvent.ServiceObserved("a", Container(ContainerState.Exited, exitCode: 137) with { OutOfMemory = true, MemoryLimit = limit }, podMemory))
        .Announced.ShouldNotBeNull();
}
