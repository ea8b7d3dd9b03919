using ComposeExecutor.Configuration;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class AddInfraContainerSpecs
{
    [Fact]
    public void The_infra_container_is_never_pulled_and_may_do_nothing() =>
        Pod.Services("""{"a":{}}""").WithInfra().Infra().ShouldBeJson(
            """
            {
              "image": "pause:1",
              "pull_policy": "never",
              "read_only": true,
              "cap_drop": ["ALL"],
              "security_opt": ["no-new-privileges:true"],
              "logging": {"driver": "none"}
            }
            """);

    [Fact]
    public void It_is_not_one_of_the_services_of_the_task()
    {
        var pod = Pod.Services("""{"a":{},"z":{}}""").WithInfra();

        pod.Services.Select(service => service.Name).ShouldBe(["a", "z"]);
        pod.Model.Services.Select(service => service.Name).ShouldBe(["a", "infra", "z"]);
    }

    [Fact]
    public void It_gives_way_to_services_of_its_name()
    {
        var pod = Pod.Services("""{"infra":{"image":"x"},"pod-infra":{}}""").WithInfra();

        pod.Infra.ShouldBe("pod-pod-infra");
        pod.Fields("infra").ShouldBeJson("""{"image":"x"}""");
    }

    [Fact]
    public void Using_it_before_it_is_there_is_a_mistake() =>
        Should.Throw<InvalidOperationException>(() => Pod.Services("""{"a":{}}""").InfraService);

    [Fact]
    public void A_pod_whose_services_share_nothing_needs_none()
    {
        var draft = Pod.Services("""{"a":{}}""") with { MemberNames = [] };

        new AddInfraContainer().Apply(draft, Pod.Context).Model.Services.Select(service => service.Name).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(PodNamespaces.Ipc)]
    [InlineData(PodNamespaces.Pid)]
    public void It_has_no_network_where_it_only_holds_other_namespaces(PodNamespaces share)
    {
        var draft = Pod.Services("""{"a":{}}""") with { MemberNames = [] };

        new AddInfraContainer().Apply(draft, Pod.Context with { Share = share }).InfraService.NetworkMode.ShouldBe("none");
    }

    [Fact]
    public void It_has_no_network_where_the_pod_has_none() =>
        new AddInfraContainer().Apply(Pod.Services("""{"a":{}}"""), Pod.Context with { Network = PodNetwork.None }).InfraService.NetworkMode.ShouldBe("none");
}
