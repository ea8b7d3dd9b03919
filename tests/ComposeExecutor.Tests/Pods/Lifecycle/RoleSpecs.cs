using ComposeExecutor.Compose;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class RoleSpecs
{
    private static ServiceSpec Sidecar(string name, params Dependency[] dependencies) => Service(name, dependencies) with { Role = ServiceRole.Sidecar };

    private static ServiceSpec Init(string name, params Dependency[] dependencies) => Service(name, dependencies) with { Role = ServiceRole.Init };

    [Fact]
    public void Main_services_start_when_all_inits_have_completed_and_all_sidecars_have_started()
    {
        var pod = new Life(Init("migrate"), Sidecar("proxy"), Service("web")).Begins();

        pod.Starts.ShouldBe(["migrate", "proxy"]);
        pod.Runs("proxy").Starts.ShouldBeEmpty();
        pod.Ends("migrate").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void Main_services_wait_for_the_health_of_a_sidecar_that_has_a_check()
    {
        var pod = new Life(Sidecar("proxy") with { HasHealthCheck = true }, Service("web")).Begins();

        pod.Runs("proxy", ContainerHealth.Starting).Starts.ShouldBeEmpty();
        pod.IsHealthy("proxy").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void A_sidecar_that_depends_on_a_main_service_starts_after_it() =>
        new Life(Sidecar("logs", Started("web")), Service("web")).Begins().Starts.ShouldBe(["web"]);

    [Fact]
    public void A_pod_ends_when_its_main_services_have_and_stops_its_sidecars()
    {
        var pod = new Life(Sidecar("proxy"), Service("job")).RunsWholly().Ends("job");

        pod.Signals.ShouldBe(["proxy"]);
        pod.Ends("proxy", exitCode: 143).Removed().Announced.ShouldNotBeNull().State.ShouldBe(TaskState.Finished);
    }

    [Fact]
    public void Sidecars_are_stopped_after_all_main_services_whatever_depends_on_what()
    {
        var pod = new Life(Sidecar("logs", Started("web")), Sidecar("proxy", Started("logs")), Service("web"), Service("other")).RunsWholly().IsKilled();

        pod.Signals.ShouldBe(["other", "web"]);
        pod.Ends("other").Signals.ShouldBeEmpty();
        pod.Ends("web").Signals.ShouldBe(["proxy"]);
        pod.Ends("proxy").Signals.ShouldBe(["logs"]);
    }

    [Fact]
    public void A_sidecar_that_fails_fails_the_pod() =>
        new Life(Sidecar("proxy"), Service("web")).RunsWholly().Ends("proxy", exitCode: 1).Announced.ShouldNotBeNull().Service.ShouldBe("proxy");

    [Fact]
    public void An_init_completes_even_if_it_is_to_be_restarted_always()
    {
        var pod = new Life(Init("migrate") with { Restart = new RestartPolicy(RestartCondition.Always) }, Service("web")).Begins();

        pod.Ends("migrate", exitCode: 1).Expires("migrate", ServiceTimer.Restart).Starts.ShouldBe(["migrate"]);
        pod.Ends("migrate").Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void A_pod_without_a_main_service_is_refused() =>
        new Life(Init("a"), Sidecar("b")).Launched().Prepared().Announced.ShouldNotBeNull().Reason.ShouldBe(TaskReason.TaskInvalid);

    [Fact]
    public void An_init_that_depends_on_a_main_service_is_refused() =>
        new Life(Init("a", Started("s")), Sidecar("s", Started("web")), Service("web")).Launched().Prepared()
            .Announced.ShouldNotBeNull().Message.ShouldStartWith("Service 'a' is an init and depends on a main service");

    [Fact]
    public void A_service_that_is_never_to_end_fails_when_all_of_it_has_ended_well()
    {
        var pod = new Life(Spec([Service("a")]) with { IsService = true }).RunsWholly().Ends("a");

        pod.Announced.ShouldBe(new PodOutcome(
            TaskState.Failed, "All services of the pod ended with exit code 0, but the task is a service (isService) and is never to end by itself."));
    }
}
