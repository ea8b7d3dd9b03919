using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class ResolveServiceNamesSpecs
{
    private static readonly ResolveServiceNames Step = new();

    [Fact]
    public void Every_service_is_found_at_the_pod_itself() =>
        Hosts("""{"web":{},"db":{}}""").ShouldBe(["db=127.0.0.1", "web=127.0.0.1"]);

    [Fact]
    public void A_container_name_of_the_file_is_found_too() =>
        Hosts("""{"web":{"container_name":"shop-web"}}""").ShouldBe(["shop-web=127.0.0.1", "web=127.0.0.1"]);

    [Fact]
    public void A_network_alias_is_found_too() =>
        Hosts("""{"web":{"networks":{"front":{"aliases":["www"]}}}}""").ShouldBe(["web=127.0.0.1", "www=127.0.0.1"]);

    [Fact]
    public void The_alias_of_a_link_is_found_and_the_link_itself_goes()
    {
        var pod = Step.Apply(Pod.Services("""{"web":{"links":["db:database","db"]},"db":{}}""").WithInfra(), Pod.Context);

        Listed(pod).ShouldBe(["database=127.0.0.1", "db=127.0.0.1", "web=127.0.0.1"]);
        pod.Fields("web").ShouldBeJson("{}");
    }

    [Theory]
    [InlineData("api=10.0.0.1", "api=10.0.0.1")]
    [InlineData("api:10.0.0.1", "api=10.0.0.1")]
    [InlineData("api=2001:db8::1", "api=2001:db8::1")]
    [InlineData("api:2001:db8::1", "api=2001:db8::1")]
    [InlineData("api:::1", "api=::1")]
    [InlineData("host.docker.internal=host-gateway", "host.docker.internal=host-gateway")]
    public void Extra_hosts_move_to_the_infra_container_in_either_form(string entry, string expected)
    {
        var pod = Step.Apply(Pod.Services($$$"""{"web":{"extra_hosts":["{{{entry}}}"]}}""").WithInfra(), Pod.Context);

        Listed(pod).ShouldBe([expected, "web=127.0.0.1"]);
        pod.Fields("web").ShouldBeJson("{}");
    }

    [Fact]
    public void A_name_with_an_address_of_each_family_keeps_both() =>
        Hosts("""{"web":{"extra_hosts":["api=10.0.0.1","api=2001:db8::1"]}}""").ShouldBe(["api=10.0.0.1", "api=2001:db8::1", "web=127.0.0.1"]);

    [Fact]
    public void Services_that_agree_on_a_name_share_one_entry() =>
        Hosts("""{"a":{"extra_hosts":["api=10.0.0.1"]},"b":{"extra_hosts":["api:10.0.0.1"]}}""")
            .ShouldBe(["a=127.0.0.1", "api=10.0.0.1", "b=127.0.0.1"]);

    [Fact]
    public void Services_that_disagree_on_a_name_are_both_named_with_their_addresses()
    {
        var message = Refusal("""{"a":{"extra_hosts":["api=10.0.0.1"]},"b":{"extra_hosts":["api=10.0.0.2"]}}""");

        message.ShouldStartWith("Services 'a' and 'b' disagree on extra_hosts: 'api'");
        message.ShouldContain("10.0.0.1");
        message.ShouldContain("10.0.0.2");
    }

    [Theory]
    [InlineData("db")]
    [InlineData("DB")]
    public void An_extra_host_that_hides_a_service_is_refused(string name) =>
        Refusal($$$"""{"db":{},"web":{"extra_hosts":["{{{name}}}=10.0.0.1"]}}""")
            .ShouldStartWith($"Service 'web' maps '{name}' to 10.0.0.1 in extra_hosts, but '{name}' is the name of a service of the pod.");

    [Fact]
    public void An_extra_host_that_says_of_a_service_what_is_true_anyhow_is_accepted() =>
        Hosts("""{"db":{"extra_hosts":["db=127.0.0.1"]}}""").ShouldBe(["db=127.0.0.1"]);

    [Fact]
    public void In_a_network_with_ipv6_names_have_an_address_of_each_family() =>
        Hosts(Pod.Project("""{"services":{"web":{"networks":{"n":null}}},"networks":{"n":{"enable_ipv6":true}}}""").WithInfra())
            .ShouldBe(["web=127.0.0.1", "web=::1"]);

    [Fact]
    public void External_links_are_the_infra_containers()
    {
        var pod = Step.Apply(Pod.Services("""{"web":{"external_links":["redis-1:cache"]}}""").WithInfra(), Pod.Context);

        pod.Infra()["external_links"].ShouldBeJson("""["redis-1:cache"]""");
        pod.Fields("web").ShouldBeJson("{}");
    }

    [Fact]
    public void A_service_with_a_network_of_its_own_keeps_its_names()
    {
        var pod = Step.Apply((Pod.Services("""{"web":{},"tool":{"network_mode":"bridge","links":["web"]}}""") with { MemberNames = ["web"] }).WithInfra(), Pod.Context);

        Listed(pod).ShouldBe(["web=127.0.0.1"]);
        pod.Fields("tool")["links"].ShouldBeJson("""["web"]""");
    }

    [Fact]
    public void Without_a_network_the_host_name_is_found_too() =>
        Listed(Step.Apply(
            new MoveNetworkIdentity().Apply(Pod.Services("""{"web":{"hostname":"shop"}}""").WithInfra(), Pod.Context), Pod.Context with { Network = PodNetwork.None }))
        .ShouldBe(["shop=127.0.0.1", "web=127.0.0.1"]);

    private static string[] Hosts(string services) => Hosts(Pod.Services(services).WithInfra());

    private static string[] Hosts(PodDraft draft) => Listed(Step.Apply(draft, Pod.Context));

    private static string[] Listed(PodDraft pod) => [.. pod.Infra()["extra_hosts"]!.AsArray().Select(host => host!.GetValue<string>())];

    private static string Refusal(string services) => Step.Refusal(Pod.Services(services).WithInfra());
}
