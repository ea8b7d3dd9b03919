using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class TellPortsSpecs
{
    private static readonly TellPorts Step = new();

    [Fact]
    public void Every_service_is_told_the_host_ports_of_all()
    {
        var pod = Step.Apply(
            Pod.Services("""{"a":{},"front-end.v2":{"environment":{"A":"b"}}}""") with { Ports = [new("front-end.v2", 80, 31000, "tcp", null), new("a", 53, 31001, "udp", null)] },
            Pod.Context);

        pod.Fields("a").ShouldBeJson("""{"environment":{"POD_PORT_A_53_UDP":"31001","POD_PORT_FRONT_END_V2_80":"31000"}}""");
        pod.Fields("front-end.v2")["environment"].ShouldBeJson("""{"A":"b","POD_PORT_A_53_UDP":"31001","POD_PORT_FRONT_END_V2_80":"31000"}""");
    }

    [Fact]
    public void A_port_that_the_engine_chooses_has_no_variable() =>
        Apply("""{"a":{}}""", new PortMapping("a", 80, null, "tcp", null)).Fields("a").ShouldBeJson("{}");

    [Fact]
    public void The_first_host_port_is_told_where_one_port_has_several() =>
        Apply("""{"a":{}}""", new("a", 80, 31002, "tcp", null), new("a", 80, 31001, "tcp", null)).Fields("a")
            .ShouldBeJson("""{"environment":{"POD_PORT_A_80":"31002"}}""");

    [Fact]
    public void A_variable_that_the_file_sets_itself_is_kept() =>
        Apply("""{"a":{"environment":{"POD_PORT_A_80":null}},"b":{"environment":["POD_PORT_A_80=1"]}}""", new PortMapping("a", 80, 31000, "tcp", null))
            .Model.Root["services"].ShouldBeJson("""{"a":{"environment":{"POD_PORT_A_80":null}},"b":{"environment":["POD_PORT_A_80=1"]}}""");

    [Fact]
    public void Two_services_with_one_variable_are_noted()
    {
        var pod = Apply("""{"a-b":{},"a.b":{}}""", new("a-b", 80, 31000, "tcp", null), new("a.b", 80, 31001, "tcp", null));

        pod.Fields("a.b").ShouldBeJson("""{"environment":{"POD_PORT_A_B_80":"31000"}}""");
        pod.Notes.ShouldBe(["POD_PORT_A_B_80 is the port of service 'a-b'; that of service 'a.b' would have the same name and has none."]);
    }

    private static PodDraft Apply(string services, params PortMapping[] ports) => Step.Apply(Pod.Services(services) with { Ports = [.. ports] }, Pod.Context);
}
