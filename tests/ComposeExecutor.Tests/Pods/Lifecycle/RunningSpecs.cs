using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class RunningSpecs
{
    [Fact]
    public void A_pod_is_finished_once_all_services_have_ended_well_and_are_removed()
    {
        var pod = new Life(Service("a"), Service("b")).RunsWholly();

        pod.Ends("a").Effects.ShouldBeEmpty();
        pod.Ends("b").Effects.ShouldBe(
        [
            new PodEffect.DisarmLaunchTimeout(),
            new PodEffect.Remove(new PodOutcome(TaskState.Finished, "All services of the pod ended with exit code 0.")),
        ]);
        pod.Removed().Effects.ShouldBe([new PodEffect.AnnounceOutcome(new PodOutcome(TaskState.Finished, "All services of the pod ended with exit code 0."))]);
        pod.State.Phase.ShouldBe(PodPhase.Done);
    }

    [Fact]
    public void A_pod_of_jobs_that_end_at_once_is_finished_without_having_been_reported_as_running()
    {
        var pod = new Life(Service("job")).Begins().Ends("job");

        pod.IsRunning.ShouldBeFalse();
        pod.Removed().Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Finished);
    }

    [Fact]
    public void A_failure_is_reported_before_the_rest_is_stopped()
    {
        var pod = new Life(Service("a"), Service("b")).RunsWholly().Ends("a", exitCode: 3);

        pod.Effects.ShouldBe(
        [
            new PodEffect.DisarmLaunchTimeout(),
            new PodEffect.AnnounceOutcome(new PodOutcome(TaskState.Failed, "Service 'a' ended with exit code 3.", Service: "a")),
            new PodEffect.SignalService("b"),
            new PodEffect.SetTimer("b", ServiceTimer.Stop, 1, Grace),
        ]);
    }

    [Fact]
    public void A_failure_while_the_pod_starts_fails_it_at_once() =>
        new Life(Service("a"), Service("b", Started("a"))).Begins().Ends("a", exitCode: 1).Announced.ShouldNotBeNull().Service.ShouldBe("a");

    [Theory]
    [InlineData(1, "exit code 1.")]
    [InlineData(126, "exit code 126 (its command is not executable).")]
    [InlineData(127, "exit code 127 (its command was not found).")]
    [InlineData(137, "exit code 137 (killed by SIGKILL).")]
    [InlineData(139, "exit code 139 (crashed: SIGSEGV).")]
    [InlineData(143, "exit code 143 (ended by SIGTERM).")]
    public void A_failure_says_what_its_exit_code_means(long exitCode, string explanation) =>
        new Life(Service("a")).RunsWholly().Ends("a", exitCode).Announced.ShouldNotBeNull().Message.ShouldBe($"Service 'a' ended with {explanation}");

    [Fact]
    public void A_failure_repeats_what_the_engine_says_of_it() =>
        new Life(Service("a")).RunsWholly().Seen("a", Container(ContainerState.Exited, exitCode: 128) with { Error = "exec format error" })
            .Announced.ShouldNotBeNull().Message.ShouldBe("Service 'a' ended with exit code 128 (exec format error).");

    [Fact]
    public void A_service_that_ran_out_of_memory_says_so()
    {
        var pod = new Life(Service("a")).RunsWholly().Seen("a", Container(ContainerState.Exited, exitCode: 137) with { OutOfMemory = true });

        pod.Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.ContainerLimitationMemory);
        pod.Announced!.Message.ShouldStartWith("Service 'a' ran out of memory and was killed (exit code 137).");
    }

    [Fact]
    public void A_service_that_lost_a_process_for_lack_of_memory_and_ended_well_has_ended_well() =>
        new Life(Service("a")).RunsWholly().Seen("a", Container(ContainerState.Exited) with { OutOfMemory = true }).Removed()
            .Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Finished);

    [Fact]
    public void A_container_removed_by_somebody_else_fails_the_pod() =>
        new Life(Service("a"), Service("b")).RunsWholly().IsGone("a").Announced
            .ShouldBe(new PodOutcome(TaskState.Failed, "The container of service 'a' was removed by somebody else.", Service: "a"));

    [Fact]
    public void A_container_removed_before_it_was_started_fails_the_pod() =>
        new Life(Service("a"), Service("b", Started("a"))).Begins().IsGone("b").Announced.ShouldNotBeNull().Service.ShouldBe("b");

    [Fact]
    public void An_infra_container_that_ends_fails_the_pod()
    {
        var pod = new Life(Service("a")).RunsWholly().Infra(ContainerState.Exited, exitCode: 137);

        pod.Announced.ShouldNotBeNull().Message.ShouldBe("The pod's infra container, which holds its network, ended with exit code 137 (killed by SIGKILL).");
        pod.Signals.ShouldBe(["a"]);
    }

    [Fact]
    public void An_end_while_the_engine_was_away_is_told_as_such() =>
        new Life(Service("a")).RunsWholly().Happens(new PodEvent.InfraObserved(Container(ContainerState.Exited) with { EngineWasAway = true })).Announced.ShouldNotBeNull().Message
            .ShouldStartWith("The pod's infra container, which holds its network, ended with exit code 0 while the Docker Engine was away");

    [Fact]
    public void An_infra_container_removed_by_somebody_else_fails_the_pod() =>
        new Life(Service("a")).RunsWholly().Infra(ContainerState.Gone).Announced.ShouldNotBeNull().Message.ShouldContain("was removed by somebody else");

    [Fact]
    public void A_service_that_becomes_unhealthy_is_reported_and_so_is_its_recovery()
    {
        var pod = new Life(Checked("a"), Checked("b")).RunsWholly();

        pod.IsUnhealthy("a").Effects.ShouldBe([new PodEffect.Announce(TaskState.Running, "Unhealthy: 'a'.", Healthy: false, TaskReason.TaskHealthCheckStatusUpdated)]);
        pod.IsHealthy("a").Effects.ShouldBe([new PodEffect.Announce(TaskState.Running, "All services with a health check are healthy.", Healthy: true, TaskReason.TaskHealthCheckStatusUpdated)]);
    }

    [Fact]
    public void Health_that_does_not_change_is_not_reported_again()
    {
        var pod = new Life(Checked("a"), Checked("b")).RunsWholly();

        pod.IsHealthy("a").Effects.ShouldBeEmpty();
        pod.IsUnhealthy("a").IsUnhealthy("b").Effects.ShouldBeEmpty();
    }

    [Fact]
    public void A_service_that_has_ended_no_longer_counts_as_unhealthy() =>
        new Life(Checked("a"), Checked("b")).RunsWholly().IsUnhealthy("a").Ends("a").Effects
            .ShouldBe([new PodEffect.Announce(TaskState.Running, "All services with a health check are healthy.", Healthy: true, TaskReason.TaskHealthCheckStatusUpdated)]);

    [Fact]
    public void A_service_that_has_ended_stays_ended_whatever_is_seen_later()
    {
        var pod = new Life(Service("a"), Service("b")).RunsWholly().Ends("a");

        pod.Runs("a").Effects.ShouldBeEmpty();
        pod.Ends("a", exitCode: 1).Effects.ShouldBeEmpty();
        pod.IsGone("a").Effects.ShouldBeEmpty();
    }

    [Fact]
    public void Services_that_nobody_knows_are_ignored() => new Life(Service("a")).RunsWholly().Ends("stranger", exitCode: 1).Effects.ShouldBeEmpty();

    [Fact]
    public void A_mistake_of_this_program_ends_the_pod()
    {
        var pod = new Life(Service("a")).RunsWholly().Breaks();

        pod.Announced.ShouldBe(new PodOutcome(TaskState.Failed, "a mistake"));
        pod.Signals.ShouldBe(["a"]);
    }
}
