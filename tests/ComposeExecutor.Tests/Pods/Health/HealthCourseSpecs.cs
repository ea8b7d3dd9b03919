using ComposeExecutor.Pods.Health;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Health;

public sealed class HealthCourseSpecs
{
    private static readonly CheckProbe Command = new CheckProbe.Command(["true"], []);
    private static readonly CheckTiming Timing = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
    private static readonly TaskHealthCheck Check = new(Command, Timing, TimeSpan.FromSeconds(30), FailureLimit: 3);

    [Fact]
    public void It_is_made_after_its_delay_and_an_interval_after_the_end_of_each_run()
    {
        var course = Of(Check);

        course.Begins().Wait.ShouldBe(Timing.Delay);
        course.Happens(new CheckEvent.Due()).Effects.ShouldBe([new CheckEffect.Probe()]);
        course.Passes().Wait.ShouldBe(Timing.Interval);
    }

    [Fact]
    public void The_first_success_is_reported_and_further_ones_are_not() =>
        Healths(Of(Check).Passes().Passes().Passes()).ShouldBe([true]);

    [Fact]
    public void Failures_before_the_first_success_are_ignored_within_the_grace_period()
    {
        var course = Of(Check).Fails(atSeconds: 10).Fails(atSeconds: 20).Fails(atSeconds: 30);

        course.Reports.ShouldBeEmpty();
        course.Effects.OfType<CheckEffect.Ignore>().Single().Message.ShouldContain("within its grace period of 30 s");
    }

    [Fact]
    public void Failures_after_the_first_success_count_even_within_the_grace_period() =>
        Healths(Of(Check).Passes(atSeconds: 5).Fails(atSeconds: 10)).ShouldBe([true, false]);

    [Fact]
    public void Every_failure_outside_the_grace_period_is_reported_and_the_last_one_kills()
    {
        var course = Of(Check).Fails().Fails().Fails(exitCode: 7);

        Healths(course).ShouldBe([false, false, false]);
        course.Reports.Cast<CheckEffect.ReportHealth>().Select(report => report.Kill).ShouldBe([false, false, true]);
        var last = (CheckEffect.ReportHealth)course.Reports[^1];
        last.Message.ShouldBe("The health check failed 3 times in a row, so the pod is killed: the command 'true' ended with exit code 7.");
        course.Wait.ShouldBeNull();
    }

    [Fact]
    public void A_success_after_failures_is_reported_and_counting_begins_anew()
    {
        var course = Of(Check).Fails().Fails().Passes().Fails().Fails();

        Healths(course).ShouldBe([false, false, true, false, false]);
        course.Reports.Cast<CheckEffect.ReportHealth>().ShouldAllBe(report => !report.Kill);
    }

    [Fact]
    public void A_run_that_took_too_long_is_a_failure() =>
        Healths(Of(Check).Results(new ProbeResult.Failed("took longer than 20 s"))).ShouldBe([false]);

    [Fact]
    public void A_run_that_could_not_be_made_is_neither_a_success_nor_a_failure()
    {
        var course = Of(Check).Fails().Fails().Results(new ProbeResult.Unavailable("was not possible")).Fails();

        course.Reports.Count.ShouldBe(3);
        ((CheckEffect.ReportHealth)course.Reports[^1]).Kill.ShouldBeTrue();
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(399, true)]
    [InlineData(400, false)]
    [InlineData(503, false)]
    public void Answers_from_200_to_399_are_successes(int status, bool healthy) =>
        Healths(Of(Check with { Probe = Http() }).Results(new ProbeResult.HttpAnswered(status, $"answered {status}"))).ShouldBe([healthy]);

    [Fact]
    public void A_list_of_statuses_replaces_the_usual_ones()
    {
        var probe = Http() with { Statuses = [204, 401] };

        Healths(Of(Check with { Probe = probe }).Results(new ProbeResult.HttpAnswered(401, "answered 401"))).ShouldBe([true]);
        Healths(Of(Check with { Probe = probe }).Results(new ProbeResult.HttpAnswered(200, "answered 200"))).ShouldBe([false]);
    }

    [Fact]
    public void Whatever_the_results_it_kills_exactly_when_as_many_failures_as_allowed_are_in_a_row() =>
        Gen.Select(Gen.Bool.List[0, 40], Gen.Int[1, 5], Gen.Int[0, 20]).Sample((results, limit, grace) =>
        {
            var course = Of(Check with { FailureLimit = limit, Grace = TimeSpan.FromSeconds(grace) });
            var (counted, hasPassed) = (0, false);
            for (var second = 1; second <= results.Count; second++)
            {
                var passes = results[second - 1];
                _ = passes ? course.Passes(second) : course.Fails(second);
                counted = passes ? 0 : hasPassed || second > grace ? counted + 1 : 0;
                hasPassed |= passes;
                var killed = course.Effects.OfType<CheckEffect.ReportHealth>().Any(report => report.Kill);
                killed.ShouldBe(counted >= limit);
                (course.Wait is null).ShouldBe(killed);
                if (killed)
                    return;
            }
        });

    private static CheckProbe.Http Http() => new("http", 80, "/", IsIPv6: false, []);

    private static Course Of(TaskHealthCheck check) => new(new HealthCourse(check));

    private static IEnumerable<bool> Healths(Course course) => course.Reports.Cast<CheckEffect.ReportHealth>().Select(report => report.Healthy);
}
