using ComposeExecutor.Compose;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class KeepRestartsFromDockerSpecs
{
    [Fact]
    public void Docker_restarts_nothing_the_infra_container_included() =>
        new KeepRestartsFromDocker().Apply(Pod.Services("""{"a":{"restart":"always"},"b":{}}""").WithInfra(), Pod.Context)
            .Model.Services.Select(service => service.Fields["restart"]!.GetValue<string>()).ShouldBe(["no", "no", "no"]);

    [Fact]
    public void What_the_file_asks_for_is_handed_on_to_the_supervisor() =>
        new KeepRestartsFromDocker().Apply(Pod.Services("""{"a":{"restart":"always"},"b":{}}""").WithInfra(), Pod.Context)
            .Restarts.ShouldBe([KeyValuePair.Create("a", new RestartPolicy(RestartCondition.Always)), KeyValuePair.Create("b", RestartPolicy.Never)], ignoreOrder: true);

    [Fact]
    public void A_policy_that_nobody_knows_is_refused() =>
        new KeepRestartsFromDocker().Refusal(Pod.Services("""{"a":{"restart":"sometimes"}}""").WithInfra()).ShouldStartWith("Service 'a' has a restart policy that nobody knows.");

    [Fact]
    public void A_restart_policy_of_the_deployment_goes_and_the_rest_of_it_stays() =>
        new KeepRestartsFromDocker().Apply(Pod.Services("""{"a":{"deploy":{"restart_policy":{"condition":"any"},"resources":{"limits":{"cpus":1}}}}}"""), Pod.Context)
            .Fields("a").ShouldBeJson("""{"restart":"no","deploy":{"resources":{"limits":{"cpus":1}}}}""");
}
