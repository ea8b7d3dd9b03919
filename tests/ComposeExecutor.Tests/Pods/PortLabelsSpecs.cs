using ComposeExecutor.Docker;
using ComposeExecutor.Pods;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Pods;

public sealed class PortLabelsSpecs
{
    [Fact]
    public void Every_published_port_has_a_label_with_its_host_port() =>
        Labels([new("dns", 53, 31000, "udp", null), new("web", 80, 31001, "tcp", "127.0.0.1")]).ShouldBe(["pod.ports.dns.53/udp=31000", "pod.ports.web.80=31001"]);

    [Fact]
    public void A_port_that_the_engine_chose_is_told_as_it_is_seen() =>
        Labels([new("web", 80, null, "tcp", null)], new PublishedPort(80, "udp", 1), new PublishedPort(80, "tcp", 32768), new PublishedPort(81, "tcp", 2))
            .ShouldBe(["pod.ports.web.80=32768"]);

    [Fact]
    public void A_port_that_nobody_has_seen_yet_has_no_label() => Labels([new("web", 80, null, "tcp", null)]).ShouldBeEmpty();

    [Fact]
    public void All_host_ports_of_one_port_are_told_each_once() =>
        Labels([new("web", 80, 31002, "tcp", null), new("web", 80, 31001, "tcp", null), new("web", 80, null, "tcp", null)], new PublishedPort(80, "tcp", 31001), new PublishedPort(80, "tcp", 40000))
            .ShouldBe(["pod.ports.web.80=31002,31001,40000"]);

    private static IEnumerable<string> Labels(PortMapping[] ports, params PublishedPort[] seen) =>
        PortLabels.For([.. ports], _ => [.. seen]).Select(label => $"{label.Key}={label.Value}");
}
