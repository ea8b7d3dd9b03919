using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class MoveNetworkIdentitySpecs
{
    private static readonly MoveNetworkIdentity Step = new();

    [Theory]
    [InlineData("hostname", "\"shop\"")]
    [InlineData("domainname", "\"example.org\"")]
    [InlineData("dns", """["1.1.1.1","8.8.8.8"]""")]
    [InlineData("dns_search", """["example.org"]""")]
    [InlineData("dns_opt", """["ndots:1"]""")]
    [InlineData("mac_address", "\"02:42:ac:11:00:02\"")]
    public void A_field_of_the_network_moves_to_the_infra_container(string field, string value)
    {
        var pod = Apply($$$"""{"a":{"{{{field}}}":{{{value}}} }}""");

        pod.Infra()[field].ShouldBeJson(value);
        pod.Fields("a").ContainsKey(field).ShouldBeFalse();
    }

    [Fact]
    public void Services_that_agree_share_one_value() =>
        Apply("""{"a":{"dns":["1.1.1.1"]},"b":{"dns":["1.1.1.1"]}}""").Infra()["dns"].ShouldBeJson("""["1.1.1.1"]""");

    [Fact]
    public void Services_that_disagree_are_both_named_with_field_and_values() =>
        Step.Refusal(Pod.Services("""{"a":{"image":"x"},"b":{"hostname":"one"},"c":{"hostname":"two"}}""").WithInfra())
            .ShouldStartWith("Services 'b' and 'c' disagree on hostname (one and two)");

    [Fact]
    public void Without_a_host_name_in_the_file_the_pod_is_named_after_the_project() =>
        Apply("""{"a":{}}""").Infra()["hostname"].ShouldBeJson("\"pod-1\"");

    [Fact]
    public void Only_the_network_part_of_sysctls_moves()
    {
        var pod = Apply("""{"a":{"sysctls":{"net.core.somaxconn":"1024","kernel.msgmax":"1"}}}""");

        pod.Infra()["sysctls"].ShouldBeJson("""{"net.core.somaxconn":"1024"}""");
        pod.Fields("a")["sysctls"].ShouldBeJson("""{"kernel.msgmax":"1"}""");
    }

    [Fact]
    public void Services_that_disagree_on_a_sysctl_are_both_named() =>
        Step.Refusal(Pod.Services("""{"a":{"sysctls":{"net.x":"1"}},"b":{"sysctls":{"net.x":"2"}}}""").WithInfra())
            .ShouldStartWith("Services 'a' and 'b' disagree on sysctls.net.x (1 and 2)");

    [Fact]
    public void Sysctls_of_different_names_are_brought_together() =>
        Apply("""{"a":{"sysctls":{"net.x":"1"}},"b":{"sysctls":{"net.y":"2"}}}""").Infra()["sysctls"].ShouldBeJson("""{"net.x":"1","net.y":"2"}""");

    private static PodDraft Apply(string services) => Step.Apply(Pod.Services(services).WithInfra(), Pod.Context);
}
