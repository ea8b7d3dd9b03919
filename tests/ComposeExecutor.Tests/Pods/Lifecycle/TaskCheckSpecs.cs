using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class TaskCheckSpecs
{
    [Fact]
    public void With_a_health_check_of_its_own_a_task_has_no_health_before_the_first_result()
    {
        var pod = Of(Checked("a")).RunsWholly();

        pod.History.OfType<PodEffect.Announce>().Last(announce => announce.State == TaskState.Running).Healthy.ShouldBeNull();
    }

    [Fact]
    public void The_tasks_own_health_check_alone_says_whether_it_is_healthy()
    {
        var pod = Of(Checked("a")).RunsWholly();

        pod.Happens(new PodEvent.HealthChecked(true, "passed", Kill: false)).Effects
            .ShouldBe([new PodEffect.Announce(TaskState.Running, "passed", Healthy: true, TaskReason.TaskHealthCheckStatusUpdated)]);
        pod.IsUnhealthy("a").Effects.ShouldBeEmpty();
        pod.State.ReportedHealth.ShouldBe(true);
    }

    [Fact]
    public void Every_failure_is_reported()
    {
        var pod = Of(Service("a")).RunsWholly();

        pod.Happens(new PodEvent.HealthChecked(false, "first", Kill: false)).Effects.Length.ShouldBe(1);
        pod.Happens(new PodEvent.HealthChecked(false, "second", Kill: false)).Effects
            .ShouldBe([new PodEffect.Announce(TaskState.Running, "second", Healthy: false, TaskReason.TaskHealthCheckStatusUpdated)]);
    }

    [Fact]
    public void The_failure_that_is_one_too_many_is_reported_and_kills_the_task()
    {
        var pod = Of(Service("a")).RunsWholly().Happens(new PodEvent.HealthChecked(false, "failed 3 times", Kill: true));

        pod.Effects.OfType<PodEffect.Announce>().Select(announce => (announce.State, announce.Healthy))
            .ShouldBe([(TaskState.Running, false), (TaskState.Killing, null)]);
        pod.Signals.ShouldBe(["a"]);
        pod.Ends("a", exitCode: 143).Removed();
        pod.Announced.ShouldBe(new PodOutcome(TaskState.Killed, "failed 3 times", Unhealthy: true));
    }

    [Fact]
    public void The_result_of_a_check_is_reported_with_the_health_that_is_known()
    {
        var pod = Of(Service("a")).RunsWholly().Happens(new PodEvent.HealthChecked(true, "passed", Kill: false));

        pod.Happens(new PodEvent.CheckChanged(new CheckStatus.Http(503), "answered 503")).Effects
            .ShouldBe([new PodEffect.Announce(TaskState.Running, "answered 503", Healthy: true, TaskReason.TaskCheckStatusUpdated)]);
    }

    [Fact]
    public void Results_that_come_after_the_end_was_decided_are_ignored()
    {
        var pod = Of(Service("a")).RunsWholly().IsKilled();

        pod.Happens(new PodEvent.HealthChecked(false, "failed", Kill: true)).Effects.ShouldBeEmpty();
        pod.Happens(new PodEvent.CheckChanged(new CheckStatus.Http(503), "answered 503")).Effects.ShouldBeEmpty();
    }

    private static Life Of(params ServiceSpec[] services) => new(Spec(services) with { HasTaskHealthCheck = true });
}
