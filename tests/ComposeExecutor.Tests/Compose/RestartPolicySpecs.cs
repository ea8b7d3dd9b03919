using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Tests.Compose;

public sealed class RestartPolicySpecs
{
    [Theory]
    [InlineData("""{}""", "no")]
    [InlineData("""{"restart":"no"}""", "no")]
    [InlineData("""{"restart":"always"}""", "always")]
    [InlineData("""{"restart":"unless-stopped"}""", "always")]
    [InlineData("""{"restart":"on-failure"}""", "on-failure")]
    [InlineData("""{"restart":"on-failure:3"}""", "on-failure:3")]
    [InlineData("""{"restart":"on-failure:0"}""", "on-failure")]
    [InlineData("""{"deploy":{"restart_policy":{"condition":"none"}}}""", "no")]
    [InlineData("""{"deploy":{"restart_policy":{"condition":"any"}}}""", "always")]
    [InlineData("""{"deploy":{"restart_policy":{"condition":"on-failure","max_attempts":2}}}""", "on-failure:2")]
    [InlineData("""{"deploy":{"restart_policy":{"max_attempts":2}}}""", "always, 2 times at most")]
    public void A_policy_is_read_from_either_field(string service, string policy) =>
        RestartPolicy.Read(Fields(service)).ShouldNotBeNull().ToString().ShouldBe(policy);

    [Fact]
    public void The_policy_of_the_deployment_counts_where_both_are_given() =>
        RestartPolicy.Read(Fields("""{"restart":"always","deploy":{"restart_policy":{"condition":"on-failure"}}}""")).ShouldBe(new RestartPolicy(RestartCondition.OnFailure));

    [Fact]
    public void A_deployments_delay_and_window_are_durations() =>
        RestartPolicy.Read(Fields("""{"deploy":{"restart_policy":{"condition":"any","delay":"5s","window":"2m0s"}}}"""))
            .ShouldBe(new RestartPolicy(RestartCondition.Always, Delay: TimeSpan.FromSeconds(5), Window: TimeSpan.FromMinutes(2)));

    [Theory]
    [InlineData("""{"restart":"sometimes"}""")]
    [InlineData("""{"restart":"always:3"}""")]
    [InlineData("""{"restart":"on-failure:often"}""")]
    [InlineData("""{"deploy":{"restart_policy":{"condition":"sometimes"}}}""")]
    public void What_nobody_knows_is_no_policy(string service) => RestartPolicy.Read(Fields(service)).ShouldBeNull();

    private static JsonObject Fields(string json) => (JsonObject)JsonNode.Parse(json)!;
}
