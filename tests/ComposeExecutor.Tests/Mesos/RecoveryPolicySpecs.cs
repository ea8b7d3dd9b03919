using System.Net;
using ComposeExecutor.Mesos;
using CsCheck;

namespace ComposeExecutor.Tests.Mesos;

public sealed class RecoveryPolicySpecs
{
    private static readonly SubscriptionEnd Unreached = new("refused", Lasted: null);
    private static readonly SubscriptionEnd BrokenByAgent = new("closed", TimeSpan.FromHours(1));
    private static readonly SubscriptionEnd BrokenHere = new("not delivered", TimeSpan.FromHours(1), ByAgent: false);

    [Fact]
    public void Without_checkpointing_a_broken_stream_is_the_end() =>
        Policy(checkpoint: false).DelayAfter(BrokenByAgent, TimeSpan.FromHours(1)).ShouldBeNull();

    [Fact]
    public void Without_checkpointing_an_undelivered_update_is_worth_one_try()
    {
        var policy = Policy(checkpoint: false);

        policy.DelayAfter(BrokenHere, TimeSpan.FromHours(1)).ShouldNotBeNull();
        policy.DelayAfter(Unreached, TimeSpan.FromHours(1)).ShouldBeNull();
    }

    [Fact]
    public void Without_checkpointing_the_first_subscription_may_take_as_long_as_the_agent_waits_for_it()
    {
        var policy = Policy(checkpoint: false);

        policy.DelayAfter(Unreached, TimeSpan.FromSeconds(59)).ShouldNotBeNull();
        policy.DelayAfter(Unreached, TimeSpan.FromSeconds(60)).ShouldBeNull();
    }

    [Fact]
    public void The_recovery_timeout_begins_anew_with_each_disconnection()
    {
        var policy = Policy();

        policy.DelayAfter(BrokenByAgent, TimeSpan.FromHours(2)).ShouldNotBeNull();
        policy.DelayAfter(Unreached, TimeSpan.FromHours(2) + TimeSpan.FromMinutes(14)).ShouldNotBeNull();
        policy.DelayAfter(BrokenByAgent, TimeSpan.FromHours(3)).ShouldNotBeNull();
        policy.DelayAfter(Unreached, TimeSpan.FromHours(3) + TimeSpan.FromMinutes(15)).ShouldBeNull();
    }

    [Fact]
    public void The_last_try_is_made_when_the_time_is_up_not_later() =>
        Policy().DelayAfter(Unreached, TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1)).ShouldBe(TimeSpan.FromMilliseconds(1));

    [Fact]
    public void The_first_try_is_quick_and_every_pause_leaves_time_for_a_try_within_the_backoff() =>
        Gen.Select(Gen.Int, Gen.Int[1, 5000]).Sample((seed, milliseconds) =>
        {
            var maximum = TimeSpan.FromMilliseconds(milliseconds);
            var policy = Policy(backoff: maximum, random: new Random(seed));
            var delays = Enumerable.Range(0, 30).Select(_ => policy.DelayAfter(Unreached, TimeSpan.Zero)!.Value).ToArray();
            return delays[0] <= TimeSpan.FromMilliseconds(25)
                && delays.All(delay => delay > TimeSpan.Zero && delay <= maximum / 2)
                && delays[^1] >= maximum / 4;
        });

    [Fact]
    public void Pauses_are_short_again_after_a_lasting_subscription_only()
    {
        var policy = Policy();
        for (var i = 0; i < 10; i++)
            policy.DelayAfter(Unreached, TimeSpan.Zero);

        policy.DelayAfter(new SubscriptionEnd("hung up at once", TimeSpan.FromMilliseconds(1)), TimeSpan.Zero)!.Value
            .ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(500));
        policy.DelayAfter(BrokenByAgent, TimeSpan.Zero)!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(25));
    }

    [Fact]
    public void An_answer_is_not_waited_for_beyond_the_recovery_timeout()
    {
        Policy().Patience(TimeSpan.Zero).ShouldBe(TimeSpan.FromSeconds(15));
        Policy().Patience(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(5));
        Policy().Patience(TimeSpan.FromMinutes(15)).ShouldBe(TimeSpan.FromSeconds(1));
    }

    private static RecoveryPolicy Policy(bool checkpoint = true, TimeSpan? backoff = null, Random? random = null) => new(
        new AgentEnvironment
        {
            FrameworkId = "f",
            ExecutorId = "e",
            AgentId = "a",
            Directory = "/",
            Sandbox = "/",
            Endpoint = new IPEndPoint(IPAddress.Loopback, 1),
            Checkpoint = checkpoint,
            SubscriptionBackoffMax = backoff ?? TimeSpan.FromSeconds(2),
        },
        random ?? new Random(1));
}
