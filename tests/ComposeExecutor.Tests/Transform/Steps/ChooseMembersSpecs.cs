using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class ChooseMembersSpecs
{
    private static readonly ChooseMembers Step = new();

    [Theory]
    [InlineData("")]
    [InlineData("default")]
    [InlineData("service:b")]
    public void Services_that_ask_for_what_the_pod_gives_to_all_share_its_network(string mode) =>
        Members($$$"""{"a":{"network_mode":"{{{mode}}}"},"b":{}}""", PodNetwork.Auto).ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("bridge")]
    [InlineData("container:other")]
    public void A_service_with_a_network_of_its_own_keeps_it_with_a_note(string mode)
    {
        var pod = Apply($$$"""{"a":{"network_mode":"{{{mode}}}"},"b":{}}""", PodNetwork.Shared);

        pod.Members.Select(service => service.Name).ShouldBe(["b"]);
        pod.Notes.ShouldBe([$"Service 'a' keeps its own network_mode: {mode}."]);
    }

    [Fact]
    public void Whoever_joins_a_service_with_a_network_of_its_own_is_where_that_one_is() =>
        Members("""{"a":{"network_mode":"service:b"},"b":{"network_mode":"service:c"},"c":{"network_mode":"host"},"d":{}}""", PodNetwork.Shared).ShouldBe(["d"]);

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("bridge")]
    public void Left_the_choice_a_pod_with_such_a_service_keeps_its_networks(string mode) =>
        Should.Throw<CannotShareException>(() => Apply($$$"""{"a":{"network_mode":"{{{mode}}}"},"b":{}}""", PodNetwork.Auto))
            .Reason.ShouldBe($"Service 'a' has a network of its own (network_mode: {mode}) beside the others.");

    [Fact]
    public void A_circle_of_services_does_not_hang() =>
        Members("""{"a":{"network_mode":"service:b"},"b":{"network_mode":"service:a"}}""", PodNetwork.Shared).ShouldBeEmpty();

    [Theory]
    [InlineData(PodNetwork.Compose)]
    [InlineData(PodNetwork.Host)]
    public void Nobody_shares_the_infra_containers_network_where_there_is_none(PodNetwork network) =>
        Members("""{"a":{},"b":{}}""", network).ShouldBeEmpty();

    [Theory]
    [InlineData(PodNetwork.Shared, "shared")]
    [InlineData(PodNetwork.None, "none")]
    public void Settings_that_contradict_each_other_are_refused(PodNetwork network, string name) =>
        Step.Refusal(Pod.Services("""{"a":{}}"""), Pod.Context with { Network = network, Share = PodNamespaces.Ipc })
            .ShouldStartWith($"pod.network is '{name}', for which the services share a network, but pod.share does not list 'net'.");

    private static PodDraft Apply(string services, PodNetwork network) => Step.Apply(Pod.Services(services), Pod.Context with { Network = network });

    private static IEnumerable<string> Members(string services, PodNetwork network) => Apply(services, network).Members.Select(service => service.Name);
}
