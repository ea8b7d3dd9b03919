using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;
using CsCheck;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class AssignPortsSpecs
{
    private static readonly AssignPorts Step = new();

    [Fact]
    public void Offered_ports_go_to_services_by_name_and_to_their_entries_in_file_order() =>
        HostPorts(
            """{"b":{"ports":[{"target":3}]},"a":{"ports":[{"target":2},{"target":1}]}}""",
            31005, 31001, 31003)
        .ShouldBe(["a:2=31005", "a:1=31001", "b:3=31003"]);

    [Fact]
    public void A_host_port_of_the_file_inside_the_offer_is_kept() =>
        HostPorts("""{"a":{"ports":[{"target":80},{"target":81,"published":"31001"}]}}""", 31001, 31002)
            .ShouldBe(["a:80=31002", "a:81=31001"]);

    [Fact]
    public void A_host_port_of_the_file_outside_the_offer_is_replaced_by_an_offered_one() =>
        HostPorts("""{"a":{"ports":[{"target":80,"published":"8080"}]}}""", 31001).ShouldBe(["a:80=31001"]);

    [Fact]
    public void The_first_offered_port_inside_a_range_is_kept() =>
        HostPorts("""{"a":{"ports":[{"target":80,"published":"31005-31009"}]}}""", 31001, 31007, 31006).ShouldBe(["a:80=31007"]);

    [Fact]
    public void A_range_without_an_offered_port_takes_the_next_offered_one() =>
        HostPorts("""{"a":{"ports":[{"target":80,"published":"8000-8009"}]}}""", 31001).ShouldBe(["a:80=31001"]);

    [Fact]
    public void Two_entries_asking_for_the_same_range_get_different_ports() =>
        HostPorts("""{"a":{"ports":[{"target":80,"published":"31000-31009"},{"target":81,"published":"31000-31009"}]}}""", 31001, 31002)
            .ShouldBe(["a:80=31001", "a:81=31002"]);

    [Fact]
    public void One_host_port_over_tcp_and_udp_stays_one_host_port() =>
        Apply("""{"dns":{"ports":[{"target":53,"published":"53","protocol":"tcp"},{"target":53,"published":"53","protocol":"udp"}]}}""", 31001, 31002)
            .Ports.Select(port => $"{port.HostPort}/{port.Protocol}").ShouldBe(["31001/tcp", "31001/udp"]);

    [Fact]
    public void One_offered_host_port_over_tcp_and_udp_is_kept_for_both() =>
        Apply("""{"dns":{"ports":[{"target":53,"published":"31002","protocol":"tcp"},{"target":53,"published":"31002","protocol":"udp"}]}}""", 31001, 31002)
            .Ports.Select(port => $"{port.HostPort}/{port.Protocol}").ShouldBe(["31002/tcp", "31002/udp"]);

    [Fact]
    public void One_host_port_on_two_host_addresses_stays_one_host_port() =>
        HostPorts(
            """{"a":{"ports":[{"target":80,"published":"8080","host_ip":"127.0.0.1"},{"target":80,"published":"8080","host_ip":"::1"}]}}""",
            31001)
        .ShouldBe(["a:80=31001", "a:80=31001"]);

    [Theory]
    [InlineData("", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::1", "::")]
    [InlineData("", "::1")]
    public void One_host_port_on_all_addresses_and_on_one_of_them_takes_two_offered_ports_since_the_host_has_it_once(string one, string other) =>
        HostPorts(
            $$$"""{"a":{"ports":[{"target":80,"published":"8080","host_ip":"{{{one}}}"},{"target":80,"published":"8080","host_ip":"{{{other}}}"}]}}""",
            31001, 31002)
        .ShouldBe(["a:80=31001", "a:80=31002"]);

    [Fact]
    public void The_same_host_port_twice_over_one_protocol_takes_two_offered_ports() =>
        HostPorts("""{"a":{"ports":[{"target":80,"published":"8080"},{"target":81,"published":"8080"}]}}""", 31001, 31002)
            .ShouldBe(["a:80=31001", "a:81=31002"]);

    [Fact]
    public void The_host_address_of_an_entry_is_kept()
    {
        var pod = Apply("""{"a":{"ports":[{"target":80,"published":"8080","host_ip":"127.0.0.1"}]}}""", 31001);

        pod.Ports.ShouldHaveSingleItem().HostAddress.ShouldBe("127.0.0.1");
        pod.Infra()["ports"].ShouldBeJson("""[{"target":80,"published":"31001","host_ip":"127.0.0.1"}]""");
    }

    [Fact]
    public void An_entry_moves_to_the_infra_container_with_fields_nobody_here_knows()
    {
        var pod = Apply("""{"a":{"ports":[{"target":80,"mode":"host","app_protocol":"http","x":{"y":1}}]}}""", 31001);

        pod.Infra()["ports"].ShouldBeJson("""[{"target":80,"mode":"host","app_protocol":"http","x":{"y":1},"published":"31001"}]""");
        pod.Fields("a").ShouldBeJson("{}");
    }

    [Fact]
    public void A_port_without_a_host_port_takes_an_offered_one() =>
        HostPorts("""{"a":{"ports":[{"target":80},{"target":81,"published":"0"},{"target":82,"published":""}]}}""", 1, 2, 3)
            .ShouldBe(["a:80=1", "a:81=2", "a:82=3"]);

    [Fact]
    public void A_port_without_a_host_port_is_left_to_the_engine_where_that_is_allowed()
    {
        var pod = Step.Apply(
            Pod.Services("""{"a":{"ports":[{"target":80},{"target":81,"published":"8081"}]}}""").WithInfra(),
            Pod.Context with { OfferedPorts = [31001], EphemeralPorts = true });

        pod.Ports.Select(port => (port.ContainerPort, port.HostPort)).ShouldBe([(80, null), (81, 31001)]);
        pod.Infra()["ports"].ShouldBeJson("""[{"target":80},{"target":81,"published":"31001"}]""");
    }

    [Fact]
    public void Without_an_offer_the_file_keeps_its_ports()
    {
        var pod = Step.Apply(Pod.Services("""{"a":{"ports":[{"target":80,"published":"8080"},{"target":81,"published":"90-99"}]}}""").WithInfra(), Pod.Context);

        pod.Infra()["ports"].ShouldBeJson("""[{"target":80,"published":"8080"},{"target":81,"published":"90-99"}]""");
        pod.Ports.Select(port => port.HostPort).ShouldBe([8080, null]);
    }

    [Theory]
    [InlineData("""{"a":{"ports":[{"target":80,"published":"8080"}]},"b":{"ports":[{"target":81,"published":"8080"}]}}""", "Port 8080/tcp of the host is published twice: for a:80/tcp and for b:81/tcp.")]
    [InlineData("""{"a":{"ports":[{"target":80,"published":"1","host_ip":"127.0.0.1"},{"target":81,"published":"1","host_ip":"0.0.0.0"}]}}""", "for a:80/tcp and for a:81/tcp.")]
    public void Without_an_offer_one_host_port_for_two_is_refused_by_name(string services, string reason) =>
        Step.Refusal(Pod.Services(services).WithInfra()).ShouldContain(reason);

    [Fact]
    public void Without_an_offer_one_host_port_over_two_protocols_or_on_two_addresses_is_kept() =>
        Step.Apply(
            Pod.Services("""
                {"a":{"ports":[
                    {"target":53,"published":"53","protocol":"udp"},{"target":53,"published":"53","protocol":"tcp"},
                    {"target":80,"published":"80","host_ip":"127.0.0.1"},{"target":80,"published":"80","host_ip":"127.0.0.2"},{"target":80,"published":"80","host_ip":"::1"}]}}
                """).WithInfra(),
            Pod.Context)
        .Ports.Length.ShouldBe(5);

    [Fact]
    public void Too_few_offered_ports_are_reported_with_how_many_are_missing_and_for_what()
    {
        var message = Refusal("""{"a":{"ports":[{"target":80},{"target":53,"protocol":"udp"}]},"b":{"ports":[{"target":90}]}}""", 31001);

        message.ShouldContain("publish 3 port(s)");
        message.ShouldContain("only 1");
        message.ShouldContain("2 missing, for a:53/udp, b:90/tcp");
        message.ShouldContain("Ask the framework for 2 more");
    }

    [Fact]
    public void No_offered_port_at_all_is_reported_as_none() =>
        Refusal("""{"a":{"ports":[{"target":80}]}}""").ShouldContain("the task has none");

    [Fact]
    public void A_port_offered_twice_is_given_out_once() =>
        Refusal("""{"a":{"ports":[{"target":80},{"target":81}]}}""", 31001, 31001).ShouldContain("1 missing");

    [Fact]
    public void Offered_ports_that_nobody_asks_for_stay_unused()
    {
        var pod = Apply("""{"a":{}}""", 31001);

        pod.Ports.ShouldBeEmpty();
        pod.Infra().ContainsKey("ports").ShouldBeFalse();
    }

    [Fact]
    public void Two_services_may_listen_on_one_port_over_different_protocols() =>
        HostPorts("""{"a":{"ports":[{"target":80,"protocol":"tcp"}]},"b":{"expose":["80/udp"]}}""", 31001).ShouldBe(["a:80=31001"]);

    [Fact]
    public void A_service_may_publish_what_it_exposes() =>
        HostPorts("""{"a":{"ports":[{"target":80}],"expose":["80"]}}""", 31001).ShouldBe(["a:80=31001"]);

    [Fact]
    public void One_container_port_may_be_published_at_several_host_ports() =>
        HostPorts("""{"a":{"ports":[{"target":80,"published":"1"},{"target":80,"published":"2"}]}}""", 31001, 31002)
            .ShouldBe(["a:80=31001", "a:80=31002"]);

    [Fact]
    public void Exposed_ports_move_to_the_infra_container()
    {
        var pod = Apply("""{"a":{"expose":["80",90]},"b":{"expose":["70/udp"]}}""");

        pod.Infra()["expose"].ShouldBeJson("""["80","90","70/udp"]""");
        pod.Fields("a").ShouldBeJson("{}");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("-1")]
    [InlineData("65536")]
    [InlineData("80-")]
    [InlineData("1-2-3")]
    [InlineData("9000-8000")]
    [InlineData(" 80")]
    public void A_published_port_that_is_none_is_refused_by_name(string published) =>
        Refusal($$$"""{"a":{"ports":[{"target":80,"published":"{{{published}}}"}]}}""", 1).ShouldContain($"Service 'a' publishes '{published}'");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"target":0}""")]
    [InlineData("""{"target":65536}""")]
    [InlineData("""{"target":"http"}""")]
    public void An_entry_without_a_valid_container_port_is_refused_by_name(string entry) =>
        Refusal($$$"""{"a":{"ports":[{{{entry}}}]}}""", 1).ShouldContain("Service 'a' has an entry in 'ports' without a valid target");

    [Fact]
    public void Every_port_given_out_was_offered_and_none_is_given_out_twice() =>
        Gen.Select(Gen.Int[1, 20].Array[0, 8], Gen.Int[1, 20].Array[0, 8]).Sample((published, offer) =>
        {
            var entries = published.Select((port, at) => $$"""{"target":{{at + 1}},"published":"{{port}}"}""");
            var draft = Pod.Services($$$"""{"a":{"ports":[{{{string.Join(',', entries)}}}]}}""").WithInfra();
            try
            {
                var given = Step.Apply(draft, Pod.Context with { OfferedPorts = [.. offer] }).Ports.Select(port => port.HostPort!.Value).ToList();
                return given.Count == published.Length && given.Distinct().Count() == given.Count && given.All(offer.Contains)
                    && published.Distinct().Where(offer.Contains).All(given.Contains);
            }
            catch (TransformException)
            {
                return offer.Distinct().Count() < published.Length;
            }
        });

    [Fact]
    public void A_service_that_keeps_its_networks_publishes_its_ports_itself()
    {
        var pod = Step.Apply(Pod.Services("""{"a":{"ports":[{"target":80}],"expose":["81"]},"b":{"ports":[{"target":80}]}}""") with { MemberNames = [] }, Pod.Context with { OfferedPorts = [31001, 31002] });

        pod.Fields("a").ShouldBeJson("""{"expose":["81"],"ports":[{"target":80,"published":"31001"}]}""");
        pod.Fields("b").ShouldBeJson("""{"ports":[{"target":80,"published":"31002"}]}""");
        pod.Ports.Select(port => $"{port.Service}:{port.ContainerPort}={port.HostPort}").ShouldBe(["a:80=31001", "b:80=31002"]);
    }

    [Theory]
    [InlineData("host", "Service 'a' publishes ports, which has no effect in the network 'host': what it listens on are ports of the host.")]
    [InlineData("none", "Service 'a' publishes ports, which has no effect in the network 'none'.")]
    public void Ports_where_nothing_can_be_published_need_no_offer(string mode, string note)
    {
        var pod = Step.Apply(
            Pod.Services($$$"""{"a":{"network_mode":"{{{mode}}}","ports":[{"target":80}]}}""") with { MemberNames = [] }, Pod.Context with { OfferedPorts = [] });

        pod.Fields("a").ContainsKey("ports").ShouldBeFalse();
        pod.Ports.ShouldBeEmpty();
        pod.Notes.ShouldBe([note]);
    }

    [Fact]
    public void A_pod_without_a_network_publishes_nothing() =>
        Step.Apply(Pod.Services("""{"a":{"ports":[{"target":80}]}}""").WithInfra(), Pod.Context with { Network = PodNetwork.None, OfferedPorts = [] })
            .Infra().ContainsKey("ports").ShouldBeFalse();

    private static string[] HostPorts(string services, params int[] offer) =>
        [.. Apply(services, offer).Ports.Select(port => $"{port.Service}:{port.ContainerPort}={port.HostPort}")];

    private static PodDraft Apply(string services, params int[] offer) =>
        Step.Apply(Pod.Services(services).WithInfra(), Pod.Context with { OfferedPorts = [.. offer] });

    private static string Refusal(string services, params int[] offer) =>
        Step.Refusal(Pod.Services(services).WithInfra(), Pod.Context with { OfferedPorts = [.. offer] });
}
