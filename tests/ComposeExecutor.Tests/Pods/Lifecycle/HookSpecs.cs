using ComposeExecutor.Compose;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Lifecycle;
using static ComposeExecutor.Tests.Pods.Lifecycle.Life;

namespace ComposeExecutor.Tests.Pods.Lifecycle;

public sealed class HookSpecs
{
    [Fact]
    public void A_service_counts_as_started_when_its_post_start_commands_are_done()
    {
        var pod = new Life(Service("db") with { HasPostStart = true }, Service("web", Started("db"))).Begins().Runs("db");

        pod.Effects.ShouldBe([new PodEffect.RunHook("db", HookKind.PostStart, pod.Run("db"))]);
        pod.Runs("db").Effects.ShouldBeEmpty();
        pod.HookEnds("db", HookKind.PostStart).Starts.ShouldBe(["web"]);
    }

    [Fact]
    public void Post_start_commands_that_fail_fail_the_service()
    {
        var pod = new Life(Service("db") with { HasPostStart = true }).Begins().Runs("db").HookEnds("db", HookKind.PostStart, "'./migrate' ended with exit code 1.");

        pod.Announced.ShouldBe(new PodOutcome(TaskState.Failed, "The post_start commands of service 'db' failed: './migrate' ended with exit code 1.", Service: "db"));
    }

    [Fact]
    public void Post_start_commands_that_fail_restart_a_service_that_is_to_be_restarted_and_run_again()
    {
        var pod = new Life(Service("db") with { HasPostStart = true, Restart = new RestartPolicy(RestartCondition.OnFailure) }).Begins().Runs("db");

        pod.HookEnds("db", HookKind.PostStart, "it failed.").Signals.ShouldBe(["db"]);
        pod.Ends("db").Expires("db", ServiceTimer.Restart).Starts.ShouldBe(["db"]);
        pod.Runs("db").Effects.ShouldBe([new PodEffect.RunHook("db", HookKind.PostStart, pod.Run("db"))]);
        pod.HookEnds("db", HookKind.PostStart).IsRunning.ShouldBeTrue();
    }

    [Fact]
    public void What_is_heard_of_the_hooks_of_an_earlier_run_is_no_news()
    {
        var pod = new Life(Service("db") with { HasPostStart = true, Restart = new RestartPolicy(RestartCondition.OnFailure) }).Begins().Runs("db");
        var earlier = pod.Run("db");

        pod.Ends("db", exitCode: 1).Expires("db", ServiceTimer.Restart).Runs("db").Happens(new PodEvent.HookEnded("db", HookKind.PostStart, earlier, null));

        pod.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public void Pre_stop_commands_come_before_the_stop_signal_even_if_they_fail()
    {
        var pod = new Life(Service("a") with { HasPreStop = true }).RunsWholly().IsKilled();

        pod.Signals.ShouldBeEmpty();
        pod.Effects.ShouldContain(new PodEffect.RunHook("a", HookKind.PreStop, pod.Run("a")));
        pod.HookEnds("a", HookKind.PreStop, "it failed.").Signals.ShouldBe(["a"]);
    }

    [Fact]
    public void Pre_stop_commands_have_no_more_time_than_the_service()
    {
        var pod = new Life(Service("a") with { HasPreStop = true }).RunsWholly().IsKilled().Expires("a", ServiceTimer.Stop);

        pod.Kills.ShouldBe(["a"]);
        pod.HookEnds("a", HookKind.PreStop).Effects.ShouldBeEmpty();
    }

    [Fact]
    public void Pre_stop_commands_are_not_run_in_a_service_that_has_ended_by_itself() =>
        new Life(Service("a") with { HasPreStop = true }).RunsWholly().Ends("a").History.OfType<PodEffect.RunHook>().ShouldBeEmpty();
}
