using ComposeExecutor.Pods.Launch.Images;

namespace ComposeExecutor.Tests.Pods.Launch.Images;

public sealed class PullBackoffSpecs
{
    [Fact]
    public void The_pause_doubles_with_every_try_up_to_five_minutes() =>
        Enumerable.Range(1, 7).Select(attempt => PullBackoff.After(attempt, TimeSpan.FromSeconds(10)).TotalSeconds)
            .ShouldBe([10, 20, 40, 80, 160, 300, 300]);

    [Fact]
    public void A_longer_interval_than_that_is_kept() =>
        PullBackoff.After(3, TimeSpan.FromMinutes(20)).ShouldBe(TimeSpan.FromMinutes(20));

    [Fact]
    public void Without_an_interval_there_is_no_pause() => PullBackoff.After(1000, TimeSpan.Zero).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void The_number_of_tries_may_be_any() => PullBackoff.After(1000, TimeSpan.FromDays(30)).ShouldBe(TimeSpan.FromDays(30));
}
