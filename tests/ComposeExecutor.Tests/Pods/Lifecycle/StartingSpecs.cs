using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class StartingSpecs
{
    [Fact]
    public void A_task_that_arrives_is_reported_as_starting_and_prepared() =>
        new Life().Launched().Effects.ShouldBe([new PodEffect.Announce(TaskState.Starting, "The pod is being prepared."), new PodEffect.Prepare()]);

    [Fact]
    public void The_infra_container_starts_before_anything_else() =>
        new Life(Service("a")).Launched().Prepared().Effects.ShouldBe([new PodEffect.StartInfra()]);

    [Fact]
    public void Services_without_dependencies_start_together_once_the_infra_container_runs() =>
        new Life(Service("a"), Service("b"), Service("c")).Begins().Starts.ShouldBe(["a", "b", "c"]);

    [Fact]
    public void A_created_infra_container_does_not_run_yet() =>
        new Life(Service("a")).Launched().Prepared().Infra(ContainerState.Created).Effects.ShouldBeEmpty();

    [Fact]
    public void A_service_waits_for_the_start_of_what_it_depends_on()
    {
        var pod = new Life(Service("db"), Service("web", Started("db"))).Begins();

        pod.Starts.ShouldBe(["db"]);
        pod.Runs("db").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void A_service_that_has_ended_well_counts_as_started() =>
        new Life(Service("init"), Service("web", Started("init"))).Begins().Ends("init").Starts.ShouldBe(["web"]);

    [Fact]
    public void A_created_container_does_not_count_as_started() =>
        new Life(Service("db"), Service("web", Started("db"))).Begins().Seen("db", Container(ContainerState.Created)).Effects.ShouldBeEmpty();

    [Fact]
    public void A_service_waits_for_the_health_of_what_it_depends_on()
    {
        var pod = new Life(Checked("db"), Service("web", Healthy("db"))).Begins();

        pod.Runs("db", ContainerHealth.Starting).Starts.ShouldBeEmpty();
        pod.IsHealthy("db").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void A_service_waits_for_the_successful_end_of_what_it_depends_on()
    {
        var pod = new Life(Service("init"), Service("web", Completed("init"))).Begins();

        pod.Runs("init").Starts.ShouldBeEmpty();
        pod.Ends("init").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void A_service_waits_for_all_that_it_depends_on()
    {
        var pod = new Life(Service("a"), Service("b"), Service("web", Started("a"), Started("b"))).Begins();

        pod.Runs("a").Starts.ShouldBeEmpty();
        pod.Runs("b").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void All_that_wait_for_one_service_start_together() =>
        new Life(Service("db"), Service("x", Started("db")), Service("y", Started("db"))).Begins().Runs("db").Starts.ShouldBe(["x", "y"]);

    [Fact]
    public void An_optional_dependency_that_is_not_there_is_not_waited_for() =>
        new Life(Service("web", Healthy("missing") with { Required = false })).Begins().Starts.ShouldBe(["web"]);

    [Fact]
    public void An_optional_dependency_that_ended_is_not_waited_for_to_be_healthy() =>
        new Life(Checked("db"), Service("web", Healthy("db") with { Required = false })).Begins().Ends("db").Starts.ShouldBe(["web"]);

    [Fact]
    public void An_optional_dependency_without_a_health_check_is_waited_for_to_start_only() =>
        new Life(Service("db"), Service("web", Healthy("db") with { Required = false })).Begins().Runs("db").Starts.ShouldBe(["web"]);

    [Fact]
    public void A_service_starts_once_whatever_is_seen_afterwards()
    {
        var pod = new Life(Service("db"), Service("web", Started("db"))).Begins().Runs("db").InfraRuns().Runs("db").Seen("web", Container(ContainerState.Created));

        pod.History.OfType<PodEffect.StartService>().Select(start => start.Service).ShouldBe(["db", "web"]);
    }

    [Fact]
    public void The_pod_runs_when_the_last_service_does()
    {
        var pod = new Life(Service("a"), Service("b")).Begins();

        pod.Runs("a").Effects.ShouldBeEmpty();
        pod.Runs("b").Effects.ShouldBe([new PodEffect.DisarmLaunchTimeout(), new PodEffect.Announce(TaskState.Running, "2 services running.")]);
        pod.State.Phase.ShouldBe(PodPhase.Running);
    }

    [Fact]
    public void A_service_with_a_health_check_runs_once_it_is_healthy()
    {
        var pod = new Life(Checked("a")).Begins();

        pod.Runs("a", ContainerHealth.Starting).Effects.ShouldBeEmpty();
        pod.IsHealthy("a").Effects.ShouldContain(new PodEffect.Announce(TaskState.Running, "1 service running.", Healthy: true));
    }

    [Fact]
    public void A_pod_runs_when_some_of_it_has_ended_well() =>
        new Life(Service("init"), Service("web", Completed("init"))).Begins().Ends("init").Runs("web").Effects
            .ShouldContain(new PodEffect.Announce(TaskState.Running, "1 service running, 1 ended with exit code 0."));

    [Fact]
    public void A_dependency_on_the_health_of_a_service_without_a_check_fails_the_pod_before_anything_starts()
    {
        var pod = new Life(Service("db"), Service("web", Healthy("db"))).Launched().Prepared();

        pod.Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.TaskInvalid);
        pod.Announced!.Message.ShouldStartWith("Service 'web' waits for 'db' to be healthy, but 'db' has no health check.");
        pod.Effects.ShouldNotContain(new PodEffect.StartInfra());
    }

    [Fact]
    public void A_service_that_becomes_unhealthy_before_the_pod_runs_fails_it_with_what_the_check_said()
    {
        var pod = new Life(Checked("db"), Service("web", Healthy("db"))).Begins()
            .Seen("db", Container(ContainerState.Running, ContainerHealth.Unhealthy) with { HealthOutput = "connection refused" });

        var outcome = pod.Announced.ShouldNotBeNull();
        outcome.Message.ShouldBe("Service 'db' became unhealthy before the pod ran. Its last health check said: connection refused");
        outcome.ShouldSatisfyAllConditions(
            () => outcome.State.ShouldBe(TaskState.Failed),
            () => outcome.Service.ShouldBe("db"),
            () => outcome.Unhealthy.ShouldBeTrue(),
            () => outcome.Reason.ShouldBe(TaskReason.ContainerLaunchFailed));
    }

    [Fact]
    public void A_service_that_ends_before_it_was_healthy_fails_the_pod_when_another_waits_for_that()
    {
        var pod = new Life(Checked("db"), Service("web", Healthy("db"))).Begins().Ends("db");

        pod.Announced.ShouldNotBeNull().Message.ShouldBe("Service 'web' waits for 'db' to be healthy, but that ended before it was.");
        pod.Announced!.Service.ShouldBe("db");
    }

    [Fact]
    public void A_service_that_the_engine_does_not_start_fails_the_pod_in_the_words_of_the_engine()
    {
        var pod = new Life(Service("a"), Service("b")).Begins().Refused("a");

        pod.Announced.ShouldBe(new PodOutcome(TaskState.Failed, "Service 'a' could not be started: no such device", TaskReason.ContainerLaunchFailed));
        pod.Signals.ShouldBe(["b"]);
    }

    [Fact]
    public void An_infra_container_that_the_engine_does_not_start_fails_the_pod()
    {
        var pod = new Life(Service("a")).Launched().Prepared().Refused(null, "port is already allocated");

        pod.Announced.ShouldNotBeNull().Message.ShouldBe("The pod's infra container, which publishes its ports, could not be started: port is already allocated");
        pod.Effects[^1].ShouldBeOfType<PodEffect.Remove>();
    }

    [Fact]
    public void A_preparation_that_fails_fails_the_pod_for_its_reason()
    {
        var pod = new Life().Launched().PreparationEnded("no such image", TaskReason.ContainerLaunchFailed);

        var outcome = new PodOutcome(TaskState.Failed, "no such image", TaskReason.ContainerLaunchFailed);
        pod.Effects.ShouldBe([new PodEffect.DisarmLaunchTimeout(), new PodEffect.AnnounceOutcome(outcome), new PodEffect.Remove(outcome)]);
    }

    [Fact]
    public void A_time_out_says_who_waits_for_whom()
    {
        var pod = new Life(Checked("db"), Service("init"), Service("late"), Service("web", Healthy("db")), Service("job", Completed("init")), Service("tail", Started("web")))
            .Begins().Runs("db", ContainerHealth.Starting).Runs("init").TimesOut();

        pod.Announced.ShouldNotBeNull().Message.ShouldBe(
            "The pod did not run within 60 s (launchtask.timeout): 'db' was not healthy yet; 'job' waited for 'init' to complete successfully; "
            + "'late' was still being started; 'tail' waited for 'web' to start; 'web' waited for 'db' to be healthy.");
        pod.Announced!.ShouldSatisfyAllConditions(
            outcome => outcome.Service.ShouldBe("db"),
            outcome => outcome.Reason.ShouldBe(TaskReason.ContainerLaunchFailed));
    }

    [Fact]
    public void A_time_out_while_the_infra_container_starts_says_so() =>
        new Life(Service("a")).Launched().Prepared().TimesOut().Announced.ShouldNotBeNull().Message.ShouldEndWith(": its infra container was still being started.");

    [Fact]
    public void A_time_out_of_the_preparation_fails_the_pod_and_calls_the_preparation_off()
    {
        var pod = new Life(Service("a")).Launched().TimesOut();

        pod.Announced.ShouldNotBeNull().Message.ShouldEndWith(": image a:1 was still being pulled.");
        pod.Effects[^1].ShouldBe(new PodEffect.CancelPreparation());
    }

    [Fact]
    public void A_time_out_of_a_pod_that_runs_is_too_late() => new Life(Service("a")).RunsWholly().TimesOut().Effects.ShouldBeEmpty();

    [Fact]
    public void A_pod_that_is_stopping_starts_nothing_more() =>
        new Life(Service("a"), Service("b", Started("a"))).Begins().IsKilled().Runs("a").Starts.ShouldBeEmpty();
}
