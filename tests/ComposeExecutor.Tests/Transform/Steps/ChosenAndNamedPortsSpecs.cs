using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class ChosenAndNamedPortsSpecs
{
    private const string Shop =
        """{"api":{"ports":[{"target":80},{"target":9090}]},"web":{"ports":[{"target":8080}]}}""";

    private static readonly AssignPorts Step = new();

    private static readonly PodContext Context = Pod.Context with { OfferedPorts = [31000, 31001, 31002] };

    [Fact]
    public void A_published_port_takes_the_offered_port_at_the_chosen_place_and_the_others_take_the_rest_in_order() =>
        HostPorts(Shop, Choosing(("web", 8080, "tcp", "0"))).ShouldBe(["api:80/tcp=31001", "api:9090/tcp=31002", "web:8080/tcp=31000"]);

    [Fact]
    public void A_published_port_takes_the_offered_port_of_the_chosen_name() =>
        HostPorts(Shop, Choosing(("web", 8080, "tcp", "http")) with { PortNames = [PortName.Of("http", 31001, "tcp")] })
            .ShouldBe(["api:80/tcp=31000", "api:9090/tcp=31002", "web:8080/tcp=31001"]);

    [Fact]
    public void A_choice_for_udp_is_not_one_for_tcp() =>
        HostPorts(
            """{"dns":{"ports":[{"target":53},{"target":53,"protocol":"udp"}]}}""",
            Choosing(("dns", 53, "udp", "0")))
        .ShouldBe(["dns:53/tcp=31001", "dns:53/udp=31000"]);

    [Fact]
    public void One_port_may_be_chosen_for_tcp_and_for_udp() =>
        HostPorts(
            """{"dns":{"ports":[{"target":53},{"target":53,"protocol":"udp"}]}}""",
            Choosing(("dns", 53, "udp", "2"), ("dns", 53, "tcp", "2")))
        .ShouldBe(["dns:53/tcp=31002", "dns:53/udp=31002"]);

    [Fact]
    public void A_choice_for_tcp_holds_for_udp_too_where_the_file_gives_both_one_host_port() =>
        HostPorts(
            """{"dns":{"ports":[{"target":53,"published":"53"},{"target":53,"published":"53","protocol":"udp"}]}}""",
            Choosing(("dns", 53, "tcp", "1")))
        .ShouldBe(["dns:53/tcp=31001", "dns:53/udp=31001"]);

    [Fact]
    public void A_choice_wins_over_the_host_port_of_the_file() =>
        HostPorts("""{"web":{"ports":[{"target":80,"published":"31001"}]}}""", Choosing(("web", 80, "tcp", "2"))).ShouldBe(["web:80/tcp=31002"]);

    [Fact]
    public void A_choice_wins_over_an_ephemeral_port() =>
        HostPorts("""{"web":{"ports":[{"target":80},{"target":81}]}}""", Choosing(("web", 80, "tcp", "2")) with { EphemeralPorts = true })
            .ShouldBe(["web:80/tcp=31002", "web:81/tcp="]);

    [Theory]
    [InlineData("web", 81, "tcp", "0", "the compose files publish no port 81/tcp of a service 'web'; they publish api:80/tcp, api:9090/tcp, web:8080/tcp.")]
    [InlineData("shop", 80, "tcp", "0", "the compose files publish no port 80/tcp of a service 'shop'")]
    [InlineData("web", 8080, "udp", "0", "the compose files publish no port 8080/udp of a service 'web'")]
    [InlineData("web", 8080, "tcp", "3", "there is no offered port 3, the task has those from 0 to 2.")]
    [InlineData("web", 8080, "tcp", "http", "no offered port for tcp is named 'http', the names are 'admin', 'dns', 'far'.")]
    [InlineData("web", 8080, "tcp", "dns", "no offered port for tcp is named 'dns'")]
    [InlineData("web", 8080, "tcp", "far", "port 8080, named 'far', was not offered to the task.")]
    public void A_choice_that_cannot_be_kept_is_refused_with_what_there_is(string service, int target, string protocol, string offered, string reason) =>
        Step.Refusal(
            Pod.Services(Shop).WithInfra(),
            Choosing((service, target, protocol, offered)) with
            {
                PortNames = [PortName.Of("admin", 31001, "tcp"), PortName.Of("dns", 31002, "udp"), PortName.Of("far", 8080, "tcp")],
            })
        .ShouldContain($"label {service}.{target}: {reason}");

    [Fact]
    public void All_choices_that_cannot_be_kept_are_told_at_once()
    {
        var message = Step.Refusal(Pod.Services(Shop).WithInfra(), Choosing(("web", 1, "tcp", "0"), ("api", 80, "tcp", "1"), ("api", 9090, "tcp", "1")));

        message.ShouldContain("label web.1:");
        message.ShouldContain("label api.9090: port 31001 is chosen for another published port too.");
    }

    [Fact]
    public void Without_an_offer_a_choice_has_no_effect_and_the_pod_says_so() =>
        Step.Apply(Pod.Services(Shop).WithInfra(), Choosing(("web", 8080, "tcp", "0")) with { OfferedPorts = null })
            .Notes.ShouldBe(["label web.8080 has no effect: no ports were offered, and the files' own are kept."]);

    [Fact]
    public void In_the_hosts_network_a_choice_has_no_effect_and_the_pod_says_so() =>
        PodTransform.Apply(Pod.Model($$"""{"services":{{Shop}}}"""), Choosing(("web", 8080, "tcp", "0")) with { Network = PodNetwork.Host })
            .Notes.ShouldContain("label web.8080 has no effect: service 'web' is in a network that publishes nothing.");

    [Fact]
    public void A_published_port_takes_the_offered_port_of_its_own_name() =>
        HostPorts(
            """{"api":{"ports":[{"target":80,"name":"admin"}]},"web":{"ports":[{"target":80,"name":"http"},{"target":81}]}}""",
            Named(("http", 31000, null), ("admin", 31002, null)))
        .ShouldBe(["api:80/tcp=31002", "web:80/tcp=31000", "web:81/tcp=31001"]);

    [Fact]
    public void A_published_port_without_a_name_takes_the_offered_port_named_after_its_service_and_port() =>
        HostPorts(Shop, Named(("api-9090", 31000, "tcp"))).ShouldBe(["api:80/tcp=31001", "api:9090/tcp=31000", "web:8080/tcp=31002"]);

    [Fact]
    public void The_only_published_port_of_a_service_takes_the_offered_port_named_after_the_service() =>
        HostPorts(Shop, Named(("web", 31000, "tcp"), ("api", 31001, "tcp"))).ShouldBe(["api:80/tcp=31001", "api:9090/tcp=31002", "web:8080/tcp=31000"]);

    [Fact]
    public void A_name_is_one_for_the_protocols_it_is_announced_with() =>
        HostPorts(
            """{"dns":{"ports":[{"target":53,"name":"dns"},{"target":53,"name":"dns","protocol":"udp"}]}}""",
            Named(("dns", 31002, "UDP")))
        .ShouldBe(["dns:53/tcp=31000", "dns:53/udp=31002"]);

    [Fact]
    public void A_name_announced_for_both_protocols_is_one_port_for_both() =>
        HostPorts(
            """{"dns":{"ports":[{"target":53,"name":"dns"},{"target":53,"name":"dns","protocol":"udp"}]}}""",
            Named(("dns", 31002, "udp,tcp")))
        .ShouldBe(["dns:53/tcp=31002", "dns:53/udp=31002"]);

    [Fact]
    public void A_name_that_two_published_ports_have_goes_to_the_first() =>
        HostPorts(
            """{"a":{"ports":[{"target":80,"name":"http"}]},"b":{"ports":[{"target":80,"name":"http"}]}}""",
            Named(("http", 31001, null)))
        .ShouldBe(["a:80/tcp=31001", "b:80/tcp=31000"]);

    [Fact]
    public void A_name_of_a_port_that_was_not_offered_has_no_effect() =>
        HostPorts("""{"a":{"ports":[{"target":80,"name":"http"}]}}""", Named(("http", 80, null))).ShouldBe(["a:80/tcp=31000"]);

    private static PodContext Choosing(params (string Service, int Target, string Protocol, string Offered)[] choices) => Context with
    {
        PortChoices = [.. choices.Select(choice => new PortChoice(choice.Service, choice.Target, choice.Protocol, choice.Offered, $"label {choice.Service}.{choice.Target}"))],
    };

    private static PodContext Named(params (string Name, int Port, string? Protocols)[] names) =>
        Context with { PortNames = [.. names.Select(name => PortName.Of(name.Name, name.Port, name.Protocols))] };

    private static IEnumerable<string> HostPorts(string services, PodContext context) =>
        Step.Apply(Pod.Services(services) with { MemberNames = [] }, context).Ports.Select(port => $"{port.Service}:{port.ContainerPort}/{port.Protocol}={port.HostPort}");
}
