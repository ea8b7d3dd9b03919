using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class MoveNetworksSpecs
{
    private static readonly MoveNetworks Step = new();

    [Fact]
    public void The_infra_container_joins_every_network_under_the_names_of_the_services_in_it()
    {
        var pod = Apply("""{"a":{"networks":{"front":null}},"b":{"networks":{"front":null,"back":null}}}""");

        pod.Infra()["networks"].ShouldBeJson("""{"front":{"aliases":["a","b"]},"back":{"aliases":["b"]}}""");
    }

    [Fact]
    public void Aliases_are_brought_together_without_repetition() =>
        Apply("""{"a":{"networks":{"n":{"aliases":["x","shop"]}}},"b":{"networks":{"n":{"aliases":["shop","a"]}}}}""").Infra()["networks"]
            .ShouldBeJson("""{"n":{"aliases":["a","b","shop","x"]}}""");

    [Fact]
    public void Services_leave_their_networks() =>
        Apply("""{"a":{"networks":{"n":null}}}""").Fields("a").ShouldBeJson("{}");

    [Fact]
    public void A_list_of_networks_counts_like_a_map() =>
        Apply("""{"a":{"networks":["n"]}}""").Infra()["networks"].ShouldBeJson("""{"n":{"aliases":["a"]}}""");

    [Fact]
    public void Settings_of_the_attachment_are_kept() =>
        Apply("""{"a":{"networks":{"n":{"ipv4_address":"10.0.0.2","x":1}}},"b":{"networks":{"n":{"ipv4_address":"10.0.0.2"}}}}""").Infra()["networks"]
            .ShouldBeJson("""{"n":{"ipv4_address":"10.0.0.2","x":1,"aliases":["a","b"]}}""");

    [Fact]
    public void Services_that_disagree_on_a_setting_are_both_named_with_network_and_field() =>
        Step.Refusal(Pod.Services(
            """{"a":{"networks":{"n":null}},"b":{"networks":{"n":{"ipv4_address":"10.0.0.2"}}},"c":{"networks":{"n":{"ipv4_address":"10.0.0.3"}}}}""").WithInfra())
        .ShouldStartWith("Services 'b' and 'c' disagree on ipv4_address in network 'n'");

    [Fact]
    public void A_pod_without_networks_gets_none() => Apply("""{"a":{}}""").Infra().ContainsKey("networks").ShouldBeFalse();

    [Fact]
    public void A_service_with_a_network_of_its_own_stays_where_it_is()
    {
        var pod = Step.Apply((Pod.Services("""{"a":{"networks":{"n":null}},"b":{"network_mode":"host"}}""") with { MemberNames = ["a"] }).WithInfra(), Pod.Context);

        pod.Infra()["networks"].ShouldBeJson("""{"n":{"aliases":["a"]}}""");
        pod.Fields("b").ShouldBeJson("""{"network_mode":"host"}""");
    }

    [Fact]
    public void A_pod_without_a_network_joins_none_and_creates_none()
    {
        var pod = Step.Apply(
            Pod.Project("""{"services":{"a":{"networks":{"n":null}}},"networks":{"n":{}}}""").WithInfra(), Pod.Context with { Network = PodNetwork.None });

        pod.Infra().ContainsKey("networks").ShouldBeFalse();
        pod.Model.Section("networks").ShouldBeEmpty();
    }

    private static PodDraft Apply(string services) => Step.Apply(Pod.Services(services).WithInfra(), Pod.Context);
}
