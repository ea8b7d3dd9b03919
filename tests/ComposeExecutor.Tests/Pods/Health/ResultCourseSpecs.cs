using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Health;

namespace ComposeExecutor.Tests.Pods.Health;

public sealed class ResultCourseSpecs
{
    private static readonly CheckTiming Timing = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));

    [Fact]
    public void A_result_is_reported_only_when_it_is_another_one() =>
        Statuses(Of(new CheckProbe.Command(["true"], [])).Passes().Passes().Fails(exitCode: 3).Fails(exitCode: 3).Fails(exitCode: 4)).ShouldBe(
            [new CheckStatus.Command(0), new CheckStatus.Command(3), new CheckStatus.Command(4)]);

    [Fact]
    public void A_run_without_a_result_is_reported_as_one_without_a_value()
    {
        var course = Of(new CheckProbe.Http("http", 80, "/", IsIPv6: false, []))
            .Results(new ProbeResult.Failed("failed: Connection refused"))
            .Results(new ProbeResult.HttpAnswered(503, "answered 503"))
            .Results(new ProbeResult.Failed("took longer than 20 s"));

        Statuses(course).ShouldBe([new CheckStatus.Http(503), new CheckStatus.Http(null)]);
    }

    [Fact]
    public void A_refused_connection_is_a_result()
    {
        var course = Of(new CheckProbe.Tcp(80, IsIPv6: false))
            .Results(new ProbeResult.Connected(false, "failed: Connection refused"))
            .Results(new ProbeResult.Connected(true, "was accepted"));

        Statuses(course).ShouldBe([new CheckStatus.Tcp(false), new CheckStatus.Tcp(true)]);
        ((CheckEffect.ReportCheck)course.Reports[^1]).Message.ShouldBe("The result of the check has changed: the connection to port 80 was accepted.");
    }

    [Fact]
    public void A_run_that_could_not_be_made_changes_nothing() =>
        Statuses(Of(new CheckProbe.Command(["true"], [])).Passes().Results(new ProbeResult.Unavailable("was not possible")).Passes())
            .ShouldBe([new CheckStatus.Command(0)]);

    [Fact]
    public void It_goes_on_whatever_its_results_are()
    {
        var course = Of(new CheckProbe.Command(["true"], []));
        for (var run = 0; run < 10; run++)
            course.Fails(exitCode: run).Wait.ShouldBe(Timing.Interval);
    }

    private static Course Of(CheckProbe probe) => new(ResultCourse.Of(new TaskCheck(probe, Timing)));

    private static IEnumerable<CheckStatus> Statuses(Course course) => course.Reports.Cast<CheckEffect.ReportCheck>().Select(report => report.Status);
}
