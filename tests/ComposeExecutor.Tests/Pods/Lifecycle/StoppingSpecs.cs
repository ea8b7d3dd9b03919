using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class StoppingSpecs
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_kill_is_reported_as_killing_and_stops_the_services() =>
        new Life(Service("a"), Service("b")).RunsWholly().IsKilled(Short).Effects.ShouldBe(
        [
            new PodEffect.DisarmLaunchTimeout(),
            new PodEffect.Announce(TaskState.Killing, "Killed by the framework."),
            new PodEffect.ExpireGrace(Short),
            new PodEffect.SignalService("a"),
            new PodEffect.SignalService("b"),
        ]);

    [Fact]
    public void A_killed_pod_is_reported_as_killed_only_when_it_is_removed()
    {
        var pod = new Life(Service("a")).RunsWholly().IsKilled().Ends("a", exitCode: 143);

        var outcome = new PodOutcome(TaskState.Killed, "Killed by the framework.");
        pod.Effects.ShouldBe([new PodEffect.Remove(outcome)]);
        pod.Removed().Effects.ShouldBe([new PodEffect.AnnounceOutcome(outcome)]);
        pod.State.Phase.ShouldBe(PodPhase.Done);
    }

    [Fact]
    public void Whoever_nobody_depends_on_is_stopped_first()
    {
        var pod = new Life(Service("db"), Service("api", Started("db")), Service("web", Started("api")), Service("other")).RunsWholly().IsKilled();

        pod.Signals.ShouldBe(["other", "web"]);
        pod.Ends("web").Signals.ShouldBe(["api"]);
        pod.Ends("api").Signals.ShouldBe(["db"]);
    }

    [Fact]
    public void A_service_is_stopped_when_the_last_one_that_depends_on_it_has_ended()
    {
        var pod = new Life(Service("db"), Service("x", Started("db")), Service("y", Started("db"))).RunsWholly().IsKilled();

        pod.Ends("x").Signals.ShouldBeEmpty();
        pod.Ends("y").Signals.ShouldBe(["db"]);
    }

    [Fact]
    public void A_service_that_was_never_started_is_not_waited_for() =>
        new Life(Checked("db"), Service("web", Healthy("db"))).Begins().Runs("db", ContainerHealth.Starting).IsKilled().Signals.ShouldBe(["db"]);

    [Fact]
    public void A_service_that_is_being_started_is_stopped_too() => new Life(Service("a")).Begins().IsKilled().Signals.ShouldBe(["a"]);

    [Fact]
    public void A_start_that_the_engine_refuses_meanwhile_is_an_end()
    {
        var pod = new Life(Service("a")).Begins().IsKilled().Refused("a");

        pod.Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();
        pod.Removed().Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Killed);
    }

    [Fact]
    public void Without_a_grace_period_for_the_pod_every_service_has_its_own_from_its_signal_on()
    {
        var pod = new Life(
            Service("db") with { StopGrace = TimeSpan.FromSeconds(5) },
            Service("web", Started("db")) with { StopGrace = TimeSpan.FromSeconds(7) }).RunsWholly().IsKilled();

        pod.Timers.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            timer => timer.Service.ShouldBe("web"), timer => timer.Timer.ShouldBe(ServiceTimer.Stop), timer => timer.After.ShouldBe(TimeSpan.FromSeconds(7)));
        pod.Effects.OfType<PodEffect.ExpireGrace>().ShouldBeEmpty();
        pod.Expires("web", ServiceTimer.Stop).Kills.ShouldBe(["web"]);
        pod.Ends("web", exitCode: 137).Signals.ShouldBe(["db"]);
        pod.Timers.ShouldHaveSingleItem().After.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void What_its_own_kill_does_not_end_is_removed_by_force() =>
        new Life(Service("a")).RunsWholly().IsKilled().Expires("a", ServiceTimer.Stop).Expires("a", ServiceTimer.Stop)
            .Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();

    [Fact]
    public void A_limit_caps_what_the_kill_and_the_task_give()
    {
        new Life(Service("a")).RunsWholly().IsKilled(limit: Short).Effects.ShouldContain(new PodEffect.ExpireGrace(Short));
        new Life(Service("a")).RunsWholly().IsKilled(Grace, limit: Short).Effects.ShouldContain(new PodEffect.ExpireGrace(Short));
        new Life(Service("a")).RunsWholly().IsKilled(Short, limit: Grace).Effects.ShouldContain(new PodEffect.ExpireGrace(Short));
        new Life(Spec([Service("a")]) with { StopGrace = Short }).RunsWholly().IsKilled(limit: Grace).Effects.ShouldContain(new PodEffect.ExpireGrace(Short));
    }

    [Fact]
    public void What_still_runs_when_the_grace_period_is_over_is_killed()
    {
        var pod = new Life(Service("a"), Service("b")).RunsWholly().IsKilled().Ends("a").GraceExpires();

        pod.Kills.ShouldBe(["b"]);
        pod.Effects.ShouldContain(new PodEffect.ExpireGrace(TimeSpan.FromSeconds(10)));
        pod.Ends("b", exitCode: 137).Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();
    }

    [Fact]
    public void The_order_of_stopping_no_longer_counts_when_the_grace_period_is_over() =>
        new Life(Service("db"), Service("web", Started("db"))).RunsWholly().IsKilled().GraceExpires().Kills.ShouldBe(["db", "web"]);

    [Fact]
    public void What_not_even_a_kill_ends_is_removed_by_force()
    {
        var pod = new Life(Service("a")).RunsWholly().IsKilled().GraceExpires().GraceExpires();

        pod.Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();
    }

    [Fact]
    public void A_repeated_kill_can_shorten_the_grace_period() =>
        new Life(Service("a")).RunsWholly().IsKilled(Grace).IsKilled(Short).Effects.ShouldBe([new PodEffect.ExpireGrace(Short)]);

    [Fact]
    public void A_repeated_kill_without_a_grace_period_changes_nothing() =>
        new Life(Service("a")).RunsWholly().IsKilled(Grace).IsKilled().Effects.ShouldBeEmpty();

    [Fact]
    public void A_repeated_kill_after_the_grace_period_changes_nothing() =>
        new Life(Service("a")).RunsWholly().IsKilled().GraceExpires().IsKilled(Short).Effects.ShouldBeEmpty();

    [Fact]
    public void A_kill_of_a_pod_that_fails_shortens_its_grace_period_and_leaves_its_outcome()
    {
        var pod = new Life(Service("a"), Service("b")).RunsWholly().Ends("a", exitCode: 1).IsKilled(Short);

        pod.Effects.ShouldBe([new PodEffect.ExpireGrace(Short)]);
        pod.Ends("b").Removed().Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Failed);
    }

    [Fact]
    public void A_kill_during_the_preparation_calls_it_off_and_removes_what_it_left()
    {
        var pod = new Life(Service("a")).Launched().IsKilled();

        pod.Effects[^1].ShouldBe(new PodEffect.CancelPreparation());
        pod.PreparationEnded().Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();
        pod.Removed().Announced.ShouldBe(new PodOutcome(TaskState.Killed, "Killed by the framework.", TaskReason.TaskKilledDuringLaunch));
    }

    [Fact]
    public void A_preparation_that_succeeds_although_it_was_called_off_starts_nothing() =>
        new Life(Service("a")).Launched().IsKilled().Prepared().Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();

    [Fact]
    public void A_kill_before_the_infra_container_runs_removes_the_pod_at_once() =>
        new Life(Service("a")).Launched().Prepared().IsKilled().Effects[^1].ShouldBeOfType<PodEffect.Remove>();

    [Fact]
    public void A_kill_while_the_pod_starts_is_a_kill_during_launch() =>
        new Life(Service("a")).Begins().IsKilled().Ends("a").Removed().Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.TaskKilledDuringLaunch);

    [Fact]
    public void A_kill_for_a_reason_keeps_that_reason() =>
        new Life(Service("a")).Begins().IsKilled(reason: TaskReason.ExecutorTerminated).Ends("a").Removed()
            .Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.ExecutorTerminated);

    [Fact]
    public void A_kill_while_the_pod_is_removed_is_too_late()
    {
        var pod = new Life(Service("a")).RunsWholly().Ends("a").IsKilled();

        pod.Effects.ShouldBeEmpty();
        pod.Removed().Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Finished);
    }

    [Fact]
    public void What_could_not_be_removed_is_part_of_the_last_message() =>
        new Life(Service("a")).RunsWholly().IsKilled().Ends("a").Removed("Network p_default is left: in use.")
            .Announced.ShouldNotBeNull().Message.ShouldBe("Killed by the framework. Network p_default is left: in use.");

    [Fact]
    public void The_outcome_of_a_failed_pod_is_not_reported_twice() =>
        new Life(Service("a")).RunsWholly().Ends("a", exitCode: 1).Removed("something is left").Effects.ShouldBeEmpty();

    [Fact]
    public void Another_failure_while_the_pod_stops_says_nothing_new()
    {
        var pod = new Life(Service("a"), Service("b")).RunsWholly().Ends("a", exitCode: 1).Ends("b", exitCode: 2);

        pod.Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();
        pod.Announced.ShouldNotBeNull().Service.ShouldBe("a");
    }

    [Fact]
    public void An_infra_container_that_ends_while_the_pod_stops_says_nothing_new() =>
        new Life(Service("a")).RunsWholly().IsKilled().Infra(ContainerState.Exited).Effects.ShouldBeEmpty();

    [Fact]
    public void What_is_seen_while_the_pod_is_removed_says_nothing_new()
    {
        var pod = new Life(Service("a"), Service("b", Completed("a"))).Begins().Refused("a");

        var before = pod.History.Count;
        pod.IsGone("b").Infra(ContainerState.Gone).GraceExpires().TimesOut();
        pod.State.Phase.ShouldBe(PodPhase.Removing);
        pod.History.Count.ShouldBe(before);
    }

    [Fact]
    public void A_mistake_during_the_removal_ends_the_pod_all_the_same()
    {
        var pod = new Life(Service("a")).RunsWholly().IsKilled().Ends("a").Breaks();

        pod.Announced.ShouldNotBeNull().Message.ShouldBe("Killed by the framework. a mistake");
        pod.State.Phase.ShouldBe(PodPhase.Done);
    }

    [Fact]
    public void A_mistake_during_the_preparation_is_not_waited_for() =>
        new Life(Service("a")).Launched().IsKilled().Breaks().Effects.ShouldHaveSingleItem().ShouldBeOfType<PodEffect.Remove>();

    [Fact]
    public void Nothing_happens_to_a_pod_that_is_done()
    {
        var pod = new Life(Service("a")).RunsWholly().IsKilled().Ends("a").Removed();

        var before = pod.History.Count;
        pod.Runs("a").InfraRuns().Refused("a").GraceExpires().TimesOut().IsKilled().Breaks().PreparationEnded().Removed();
        pod.State.Phase.ShouldBe(PodPhase.Done);
        pod.History.Count.ShouldBe(before);
    }
}
