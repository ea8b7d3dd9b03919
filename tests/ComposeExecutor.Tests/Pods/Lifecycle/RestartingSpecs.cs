using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class RestartingSpecs
{
    private static readonly RestartPolicy Always = new(RestartCondition.Always);
    private static readonly RestartPolicy OnFailure = new(RestartCondition.OnFailure);

    [Fact]
    public void A_service_that_is_to_be_restarted_always_is_started_again_after_a_pause_whatever_its_exit_code()
    {
        var pod = new Life(Service("a") with { Restart = Always }).RunsWholly().Ends("a");

        pod.Timers.ShouldBe([new PodEffect.SetTimer("a", ServiceTimer.Restart, 1, TimeSpan.FromSeconds(10))]);
        pod.LastAnnounced.ShouldBe(new PodEffect.Announce(TaskState.Running, "Service 'a' ended with exit code 0. It is restarted in 10 s (restart 1)."));
        pod.Expires("a", ServiceTimer.Restart).Starts.ShouldBe(["a"]);
        pod.Runs("a").Effects.ShouldBeEmpty();
        pod.State.Services["a"].Restarts.ShouldBe(1);
        pod.Announced.ShouldBeNull();
    }

    [Fact]
    public void A_service_that_is_to_be_restarted_on_failure_ends_with_exit_code_0()
    {
        var pod = new Life(Service("a") with { Restart = OnFailure }).RunsWholly().Ends("a", exitCode: 2);

        pod.LastAnnounced.Message.ShouldBe("Service 'a' ended with exit code 2. It is restarted in 10 s (restart 1).");
        pod.Expires("a", ServiceTimer.Restart).Runs("a").Ends("a").Removed().Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Finished);
    }

    [Fact]
    public void A_service_restarts_while_the_pod_starts_as_well()
    {
        var pod = new Life(Service("a") with { Restart = OnFailure }).Begins().Ends("a", exitCode: 1);

        pod.LastAnnounced.State.ShouldBe(TaskState.Starting);
        pod.IsRunning.ShouldBeFalse();
        pod.Expires("a", ServiceTimer.Restart).Runs("a").IsRunning.ShouldBeTrue();
    }

    [Fact]
    public void The_pauses_double_up_to_the_longest_and_begin_anew_after_a_long_run()
    {
        var pod = new Life(Service("a") with { Restart = OnFailure }).RunsWholly();

        foreach (var pause in (int[])[10, 20, 40, 80, 160, 300, 300])
        {
            pod.Ends("a", exitCode: 1).Timers.Single().After.ShouldBe(TimeSpan.FromSeconds(pause));
            pod.Expires("a", ServiceTimer.Restart).Runs("a");
        }

        pod.Ends("a", exitCode: 1, ranFor: TimeSpan.FromMinutes(9)).Timers.Single().After.ShouldBe(TimeSpan.FromMinutes(5));
        pod.Expires("a", ServiceTimer.Restart).Runs("a").Ends("a", exitCode: 1, ranFor: TimeSpan.FromMinutes(10)).Timers.Single().After.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_pause_that_the_file_gives_stays_as_it_is()
    {
        var pod = new Life(Service("a") with { Restart = OnFailure with { Delay = TimeSpan.FromSeconds(3) } }).RunsWholly();

        pod.Ends("a", exitCode: 1).Timers.Single().After.ShouldBe(TimeSpan.FromSeconds(3));
        pod.Expires("a", ServiceTimer.Restart).Runs("a").Ends("a", exitCode: 1).Timers.Single().After.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_policy_that_is_exhausted_fails_the_pod_and_says_how_often_it_restarted()
    {
        var pod = new Life(Service("a") with { Restart = OnFailure with { MaxAttempts = 2 } }).RunsWholly()
            .Ends("a", exitCode: 3).Expires("a", ServiceTimer.Restart).Runs("a")
            .Ends("a", exitCode: 3).Expires("a", ServiceTimer.Restart).Runs("a")
            .Ends("a", exitCode: 3);

        pod.Announced.ShouldBe(new PodOutcome(
            TaskState.Failed, "Service 'a' ended with exit code 3. It was restarted 2 times, as often as its restart policy allows (on-failure:2).", Service: "a"));
    }

    [Fact]
    public void A_run_that_lasts_as_long_as_the_window_makes_earlier_restarts_forgotten()
    {
        var window = TimeSpan.FromMinutes(2);
        var pod = new Life(Service("a") with { Restart = OnFailure with { MaxAttempts = 1, Window = window } }).RunsWholly()
            .Ends("a", exitCode: 3).Expires("a", ServiceTimer.Restart).Runs("a");

        pod.Ends("a", exitCode: 3, ranFor: window).Announced.ShouldBeNull();
        pod.Expires("a", ServiceTimer.Restart).Runs("a").Ends("a", exitCode: 3, ranFor: window / 2).Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Failed);
    }

    [Fact]
    public void What_is_seen_late_of_an_earlier_run_is_no_news()
    {
        var pod = new Life(Service("a") with { Restart = OnFailure }).RunsWholly();
        var earlier = Container(ContainerState.Exited, exitCode: 1) with { Run = pod.Run("a") };

        pod.Seen("a", earlier).Expires("a", ServiceTimer.Restart).Seen("a", earlier).Effects.ShouldBeEmpty();
        pod.Runs("a").Seen("a", earlier).Effects.ShouldBeEmpty();
        pod.Seen("a", earlier with { State = ContainerState.Running }).Effects.ShouldBeEmpty();
        pod.State.Services["a"].ShouldSatisfyAllConditions(service => service.Phase.ShouldBe(ServicePhase.Running), service => service.Restarts.ShouldBe(1));
    }

    [Fact]
    public void A_restart_takes_those_with_it_that_ask_for_it_once_their_conditions_are_met_again()
    {
        var pod = new Life(
            Checked("db") with { Restart = OnFailure },
            Service("web", Healthy("db") with { Restart = true }),
            Service("other", Started("db"))).RunsWholly();

        pod.Ends("db", exitCode: 1).Signals.ShouldBeEmpty();
        pod.Expires("db", ServiceTimer.Restart).Signals.ShouldBe(["web"]);
        pod.Ends("web", exitCode: 143).Starts.ShouldBeEmpty();
        pod.LastAnnounced.Message.ShouldBe("Service 'web' depends on 'db', which is restarted; it is restarted too (restart 1).");
        pod.Runs("db", ContainerHealth.Starting).Starts.ShouldBeEmpty();
        pod.IsHealthy("db").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void A_dependant_that_does_not_end_is_killed_when_its_time_is_over()
    {
        var pod = new Life(Service("db") with { Restart = OnFailure }, Service("web", Started("db") with { Restart = true }) with { HasPreStop = true }).RunsWholly()
            .Ends("db", exitCode: 1).Expires("db", ServiceTimer.Restart);

        pod.Effects.ShouldContain(new PodEffect.RunHook("web", HookKind.PreStop, pod.Run("web")));
        pod.Expires("web", ServiceTimer.Stop).Kills.ShouldBe(["web"]);
        pod.Expires("web", ServiceTimer.Stop).Announced.ShouldNotBeNull().Message
            .ShouldBe("Service 'web' was to be restarted and could not be stopped: it has not ended within 10 s of SIGKILL.");
    }

    [Fact]
    public void A_restart_that_the_engine_refuses_is_a_failed_run()
    {
        var pod = new Life(Service("a") with { Restart = OnFailure with { MaxAttempts = 2 } }).RunsWholly().Ends("a", exitCode: 1).Expires("a", ServiceTimer.Restart);

        pod.Refused("a").LastAnnounced.Message.ShouldBe("Service 'a' could not be started: no such device. It is restarted in 20 s (restart 2).");
        pod.Expires("a", ServiceTimer.Restart).Refused("a").Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.ContainerLaunchFailed);
    }

    [Fact]
    public void A_first_start_that_the_engine_refuses_fails_the_pod_whatever_the_policy() =>
        new Life(Service("a") with { Restart = Always }).Begins().Refused("a").Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.ContainerLaunchFailed);

    [Fact]
    public void A_container_removed_by_somebody_else_cannot_be_restarted() =>
        new Life(Service("a") with { Restart = Always }).RunsWholly().Ends("a", exitCode: 1).IsGone("a").Announced.ShouldNotBeNull().Message.ShouldContain("removed by somebody else");

    [Fact]
    public void A_kill_during_the_pause_ends_the_pod_at_once_and_starts_nothing_more()
    {
        var pod = new Life(Service("a") with { Restart = Always }).RunsWholly().Ends("a").IsKilled();

        pod.Effects[^1].ShouldBeOfType<PodEffect.Remove>();
        pod.Expires("a", ServiceTimer.Restart).Effects.ShouldBeEmpty();
    }

    [Fact]
    public void A_service_that_somebody_else_starts_during_its_pause_runs()
    {
        var pod = new Life(Service("a") with { Restart = Always }).RunsWholly().Ends("a");

        pod.Seen("a", Container(ContainerState.Running) with { Run = "by hand" });
        pod.State.Services["a"].Phase.ShouldBe(ServicePhase.Running);
        pod.Expires("a", ServiceTimer.Restart).Effects.ShouldBeEmpty();
    }

    [Fact]
    public void A_service_that_somebody_else_restarts_is_told()
    {
        var pod = new Life(Service("a")).RunsWholly().Seen("a", Container(ContainerState.Running) with { Run = "by hand" });

        pod.LastAnnounced.Message.ShouldBe("The container of service 'a' was restarted by somebody else.");
    }

    [Fact]
    public void A_service_that_is_down_or_not_yet_checked_again_is_not_healthy()
    {
        var pod = new Life(Checked("a") with { Restart = OnFailure }).RunsWholly().Ends("a", exitCode: 1);

        pod.LastAnnounced.Healthy.ShouldBe(false);
        pod.Expires("a", ServiceTimer.Restart).Runs("a", ContainerHealth.Starting).Effects.ShouldBeEmpty();
        pod.IsHealthy("a").LastAnnounced.Healthy.ShouldBe(true);
    }

    [Fact]
    public void A_dependency_on_the_completion_of_what_is_always_restarted_fails_the_pod_before_anything_starts() =>
        new Life(Service("job") with { Restart = Always }, Service("web", Completed("job"))).Launched().Prepared()
            .Announced.ShouldNotBeNull().Message.ShouldStartWith("Service 'web' waits for 'job' to complete successfully, but 'job' is restarted whenever it ends.");

    [Fact]
    public void A_service_that_stays_unhealthy_fails_the_pod_when_configured()
    {
        var pod = new Life(Spec([Checked("a")]) with { Unhealthy = new UnhealthyRule(UnhealthyAction.Fail, TimeSpan.FromSeconds(30)) }).RunsWholly();

        pod.Seen("a", Container(ContainerState.Running, ContainerHealth.Unhealthy) with { Run = pod.Run("a"), HealthOutput = "no answer" })
            .Timers.ShouldHaveSingleItem().After.ShouldBe(TimeSpan.FromSeconds(30));
        var outcome = pod.Expires("a", ServiceTimer.Unhealthy).Announced.ShouldNotBeNull();
        outcome.Message.ShouldBe("Service 'a' has been unhealthy for 30 s (pod.unhealthy.timeout). Its last health check said: no answer");
        outcome.Unhealthy.ShouldBeTrue();
    }

    [Fact]
    public void A_service_that_recovers_in_time_is_left_alone()
    {
        var pod = new Life(Spec([Checked("a")]) with { Unhealthy = new UnhealthyRule(UnhealthyAction.Fail, TimeSpan.FromSeconds(30)) }).RunsWholly()
            .IsUnhealthy("a").IsHealthy("a");

        pod.Expires("a", ServiceTimer.Unhealthy).Effects.ShouldBeEmpty();
    }

    [Fact]
    public void A_service_that_stays_unhealthy_is_restarted_when_configured_and_its_policy_counts_it_as_a_failure()
    {
        var pod = new Life(Spec([Checked("a") with { Restart = OnFailure with { MaxAttempts = 1 } }])
            with
        { Unhealthy = new UnhealthyRule(UnhealthyAction.Restart, TimeSpan.FromSeconds(30)) }).RunsWholly();

        pod.IsUnhealthy("a").Expires("a", ServiceTimer.Unhealthy).Signals.ShouldBe(["a"]);
        pod.Ends("a").LastAnnounced.Message.ShouldBe(
            "Service 'a' has been unhealthy for 30 s (pod.unhealthy.timeout). Its last health check said nothing. It is restarted in 10 s (restart 1).");
        pod.Expires("a", ServiceTimer.Restart).IsHealthy("a").IsUnhealthy("a").Expires("a", ServiceTimer.Unhealthy).Ends("a")
            .Announced.ShouldNotBeNull().Message.ShouldEndWith("It was restarted once, as often as its restart policy allows (on-failure:1).");
    }

    [Fact]
    public void A_service_without_a_restart_policy_that_stays_unhealthy_fails_the_pod() =>
        new Life(Spec([Checked("a")]) with { Unhealthy = new UnhealthyRule(UnhealthyAction.Restart, TimeSpan.FromSeconds(30)) }).RunsWholly()
            .IsUnhealthy("a").Expires("a", ServiceTimer.Unhealthy).Announced.ShouldNotBeNull().Unhealthy.ShouldBeTrue();
}
