using System.Collections.Immutable;
using ComposeExecutor.Configuration;
using ComposeExecutor.Pods.Health;
using ComposeExecutor.Tests.Transform;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Pods.Health;

/// <summary>Where in a pod checks are made, for pods that went through the whole transform.</summary>
public sealed class CheckTargetSpecs
{
    private const string TwoServices = """
        "web": {"image": "web", "ports": [{"target": 8080, "published": "80", "protocol": "tcp"}]},
        "db": {"image": "db", "expose": ["5432"]}
        """;

    [Fact]
    public void A_port_inside_the_pod_is_asked_in_the_pods_network() =>
        Target(TwoServices, 8080).ShouldBe((8080, "infra"));

    [Fact]
    public void A_host_port_of_the_pod_is_asked_as_the_port_it_leads_to() =>
        Target(TwoServices, 31001, offered: [31001]).ShouldBe((8080, "infra"));

    [Fact]
    public void A_port_that_is_a_service_s_own_is_not_taken_for_a_host_port() =>
        Target("""
            "web": {"image": "web", "ports": [{"target": 8080, "published": "80", "protocol": "tcp"}]},
            "db": {"image": "db", "expose": ["31001"]}
            """, 31001, offered: [31001]).ShouldBe((31001, "infra"));

    [Fact]
    public void A_port_that_nothing_is_known_of_is_asked_in_the_network_that_all_share() =>
        Target(TwoServices, 9000).ShouldBe((9000, "infra"));

    [Theory]
    [InlineData(8080, "web")]
    [InlineData(5432, "db")]
    [InlineData(6379, "cache")]
    public void Where_services_have_their_own_networks_the_port_decides(int port, string service) =>
        Target(TwoServices + """, "cache": {"image": "cache"}""", port, PodNetwork.Compose).ShouldBe((port, service));

    [Fact]
    public void Where_services_have_their_own_networks_a_host_port_leads_to_its_service() =>
        Target(TwoServices, 31001, PodNetwork.Compose, offered: [31001]).ShouldBe((8080, "web"));

    [Fact]
    public void Where_services_have_their_own_networks_a_port_of_none_is_refused() =>
        Should.Throw<CheckException>(() => Target(TwoServices, 9000, PodNetwork.Compose)).Message
            .ShouldContain("no service of the pod publishes or exposes it");

    [Fact]
    public void Where_services_have_their_own_networks_one_can_be_named() =>
        Target(TwoServices, 9000, PodNetwork.Compose, chosen: "db").ShouldBe((9000, "db"));

    [Fact]
    public void In_the_hosts_network_ports_are_the_hosts() =>
        Target(TwoServices, 9000, PodNetwork.Host).ShouldBe((9000, null));

    [Fact]
    public void A_command_is_run_in_the_only_service() =>
        CheckTarget.Of(Command, Places("""{"web": {"image": "web"}}""")).Container.ShouldBe("web");

    [Fact]
    public void Among_several_services_the_one_for_a_command_has_to_be_named()
    {
        Should.Throw<CheckException>(() => CheckTarget.Of(Command, Places($"{{{TwoServices}}}"))).Message
            .ShouldBe("The task's check is the command 'true', and the pod has several services (db, web): say in which one it is to be run with pod.health.service, "
                + "as with the label config.pod.health.service.");
        CheckTarget.Of(Command, Places($"{{{TwoServices}}}", chosen: "db")).Container.ShouldBe("db");
    }

    [Fact]
    public void A_service_that_is_named_must_exist() =>
        Should.Throw<CheckException>(() => Places($"{{{TwoServices}}}", chosen: "wbe")).Message
            .ShouldBe("pod.health.service names 'wbe', which is no service of the pod. Its services are db, web.");

    private static CheckProbe.Command Command => new(["true"], []);

    private static (int Port, string? Container) Target(
        string services, int port, PodNetwork network = PodNetwork.Auto, string? chosen = null, ImmutableArray<int>? offered = null)
    {
        var places = Places($"{{{services}}}", network, chosen, offered);
        var tcp = CheckTarget.Of(new CheckProbe.Tcp(port, IsIPv6: false), places);
        var http = CheckTarget.Of(new CheckProbe.Http("http", port, "/", IsIPv6: false, []), places);
        http.Container.ShouldBe(tcp.Container);
        var inside = tcp.Probe.ShouldBeOfType<CheckProbe.Tcp>().Port;
        http.Probe.ShouldBeOfType<CheckProbe.Http>().Port.ShouldBe(inside);
        return (inside, tcp.Container);
    }

    private static CheckPlaces Places(string services, PodNetwork network = PodNetwork.Auto, string? chosen = null, ImmutableArray<int>? offered = null)
    {
        var plan = PodTransform.Apply(Pod.Model($$"""{"services":{{services}}}"""), Pod.Context with { Network = network, OfferedPorts = offered });
        return new CheckPlaces(
            plan, ImmutableDictionary<string, ImageFacts>.Empty.Add("cache", new ImageFacts(["6379/tcp"], [])), chosen);
    }
}
