using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class UseHostNetworkSpecs
{
    private static readonly UseHostNetwork Step = new();
    private static readonly PodContext Context = Pod.Context with { Network = PodNetwork.Host };

    [Fact]
    public void Every_service_without_a_network_mode_uses_the_hosts_network()
    {
        var pod = Apply("""{"services":{"a":{"networks":{"n":null}},"b":{"network_mode":"none"}},"networks":{"n":{}}}""");

        pod.Fields("a")["network_mode"].ShouldBeJson("\"host\"");
        pod.Fields("a").ContainsKey("networks").ShouldBeFalse();
        pod.Fields("b").ShouldBeJson("""{"network_mode":"none"}""");
        pod.Model.Section("networks").ShouldBeEmpty();
    }

    [Fact]
    public void Services_find_each_other_by_every_name_on_the_host_itself() =>
        Apply("""{"services":{"db":{"container_name":"the-db"},"web":{"links":["db:database"],"extra_hosts":["api=10.0.0.1"]}}}""").Fields("web")["extra_hosts"]
            .ShouldBeJson("""["api=10.0.0.1","database=127.0.0.1","db=127.0.0.1","the-db=127.0.0.1","web=127.0.0.1"]""");

    [Fact]
    public void Network_aliases_are_found_too() =>
        Apply("""{"services":{"db":{"networks":{"default":{"aliases":["storage"]}}},"web":{}}}""").Fields("web")["extra_hosts"]
            .ShouldBeJson("""["db=127.0.0.1","storage=127.0.0.1","web=127.0.0.1"]""");

    [Fact]
    public void What_a_service_says_of_a_name_itself_is_kept() =>
        Apply("""{"services":{"db":{},"web":{"extra_hosts":["db=10.0.0.1"]}}}""").Fields("web")["extra_hosts"].ShouldBeJson("""["db=10.0.0.1","web=127.0.0.1"]""");

    [Fact]
    public void Ports_are_the_hosts_own_and_told_as_such()
    {
        var pod = Apply("""{"services":{"a":{"ports":[{"target":80,"published":"8080"}]}}}""");

        pod.Ports.ShouldBe([new PortMapping("a", 80, 80, "tcp", null)]);
        pod.Fields("a").ContainsKey("ports").ShouldBeFalse();
        pod.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_port_that_was_not_offered_is_noted_with_the_way_out() =>
        Step.Apply(Pod.Services("""{"a":{"ports":[{"target":80},{"target":31000}]}}"""), Context with { OfferedPorts = [31000] })
            .Notes.ShouldHaveSingleItem().ShouldStartWith("Service 'a' listens on port 80/tcp of the host itself (pod.network is host), which the task was not offered.");

    [Fact]
    public void Sysctls_that_would_change_the_host_are_refused() =>
        Step.Refusal(Pod.Services("""{"a":{"sysctls":{"net.core.somaxconn":"1"}}}"""), Context).ShouldStartWith("Service 'a' sets the sysctl net.core.somaxconn");

    [Fact]
    public void Other_networks_are_left_alone()
    {
        var draft = Pod.Services("""{"a":{"ports":[{"target":80}]}}""");

        Step.Apply(draft, Pod.Context).ShouldBeSameAs(draft);
    }

    private static PodDraft Apply(string project) => Step.Apply(Pod.Project(project), Context);
}
