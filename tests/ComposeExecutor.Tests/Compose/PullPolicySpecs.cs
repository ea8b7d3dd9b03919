using ComposeExecutor.Compose;

namespace ComposeExecutor.Tests.Compose;

public sealed class PullPolicySpecs
{
    [Theory]
    [InlineData(null, PullPolicyKind.Missing)]
    [InlineData("", PullPolicyKind.Missing)]
    [InlineData("missing", PullPolicyKind.Missing)]
    [InlineData("if_not_present", PullPolicyKind.Missing)]
    [InlineData("always", PullPolicyKind.Always)]
    [InlineData("never", PullPolicyKind.Never)]
    [InlineData("build", PullPolicyKind.Build)]
    public void Every_policy_without_a_duration_is_known(string? text, PullPolicyKind kind) =>
        PullPolicy.Parse(text).ShouldBe(new PullPolicy(kind));

    [Theory]
    [InlineData("daily", 24)]
    [InlineData("weekly", 168)]
    [InlineData("every_12h", 12)]
    [InlineData("every_2w", 336)]
    [InlineData("every_1d6h", 30)]
    [InlineData("every_30m", 0.5)]
    [InlineData("every_3600s", 1)]
    public void A_policy_with_a_duration_knows_it(string text, double hours)
    {
        var policy = PullPolicy.Parse(text).ShouldNotBeNull();

        policy.Kind.ShouldBe(PullPolicyKind.Aged);
        policy.Age.TotalHours.ShouldBe(hours, 1e-6);
    }

    [Fact]
    public void A_duration_beyond_reason_is_only_very_long() =>
        PullPolicy.Parse("every_99999999999999999999w").ShouldNotBeNull().Age.TotalDays.ShouldBe(3650);

    [Theory]
    [InlineData("hourly")]
    [InlineData("every_")]
    [InlineData("every_day")]
    [InlineData("every_1h ")]
    public void Anything_else_is_no_policy(string text) => PullPolicy.Parse(text).ShouldBeNull();
}
