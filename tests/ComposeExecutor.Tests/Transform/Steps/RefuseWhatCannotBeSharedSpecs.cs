using System.Collections.Immutable;
using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class RefuseWhatCannotBeSharedSpecs
{
    private static readonly RefuseWhatCannotBeShared Step = new();

    [Fact]
    public void Two_services_publishing_one_container_port_are_refused_with_both_names() =>
        Refusal("""{"a":{"ports":[{"target":80}]},"b":{"ports":[{"target":80}]}}""")
            .ShouldStartWith("Services 'a' (ports) and 'b' (ports) all listen on port 80/tcp");

    [Theory]
    [InlineData("\"80\"")]
    [InlineData("80")]
    [InlineData("\"80/tcp\"")]
    [InlineData("\"79-81\"")]
    public void A_service_exposing_what_another_publishes_is_refused(string exposed) =>
        Refusal($$$"""{"a":{"ports":[{"target":80}]},"b":{"expose":[{{{exposed}}}]}}""").ShouldContain("'b' (expose)");

    [Fact]
    public void Images_that_expose_one_port_are_refused() =>
        Refusal("""{"a":{"image":"nginx"},"b":{"image":"httpd"}}""", Images(("a", Exposing("80/tcp")), ("b", Exposing("80/tcp"))))
            .ShouldStartWith("Services 'a' (its image's EXPOSE) and 'b' (its image's EXPOSE)");

    [Theory]
    [InlineData("""["CMD","curl","-f","http://localhost:8080/health"]""", 8080)]
    [InlineData("""["CMD-SHELL","wget -qO- http://127.0.0.1/ || exit 1"]""", 80)]
    [InlineData("""["CMD-SHELL","curl -k https://localhost/"]""", 443)]
    [InlineData("""["CMD","nc","-z","localhost:6379"]""", 6379)]
    [InlineData("""["CMD","probe","http://[::1]:9000"]""", 9000)]
    public void A_health_check_that_asks_its_own_host_tells_of_a_port(string test, int port) =>
        Refusal($$$"""{"a":{"healthcheck":{"test":{{{test}}}}},"b":{"expose":["{{{port}}}"]}}""")
            .ShouldStartWith($"Services 'a' (its health check) and 'b' (expose) all listen on port {port}/tcp");

    [Fact]
    public void The_health_check_of_an_image_counts_unless_the_file_has_one()
    {
        var images = Images(("a", new ImageFacts([], ["CMD-SHELL", "curl localhost:7000"])));

        Refusal("""{"a":{},"b":{"expose":["7000"]}}""", images).ShouldContain("'a' (its health check)");
        Accept("""{"a":{"healthcheck":{"test":["CMD","true"]}},"b":{"expose":["7000"]}}""", images);
        Accept("""{"a":{"healthcheck":{"disable":true}},"b":{"expose":["7000"]}}""", images);
        Accept("""{"a":{"healthcheck":{"test":["NONE"]}},"b":{"expose":["7000"]}}""", images);
    }

    [Theory]
    [InlineData("""{"a":{"ports":[{"target":53}]},"b":{"ports":[{"target":53,"protocol":"udp"}]}}""")]
    [InlineData("""{"a":{"ports":[{"target":80},{"target":80,"host_ip":"127.0.0.1"}]},"b":{"expose":["81"]}}""")]
    [InlineData("""{"a":{"healthcheck":{"test":["CMD","curl","http://localhost.example.org:80/"]}},"b":{"expose":["80"]}}""")]
    [InlineData("""{"a":{"expose":["80"]},"b":{"network_mode":"host","expose":["80"]}}""")]
    public void What_does_not_meet_is_accepted(string services) => Accept(services);

    [Fact]
    public void Replicas_that_listen_are_refused() =>
        Should.Throw<CannotShareException>(() => Step.Apply(new ExpandReplicas().Apply(Pod.Services("""{"web":{"scale":2}}"""), Pod.Context), Pod.Context with { Images = Images(("web", Exposing("80/tcp"))) }))
            .Reason.ShouldStartWith("Services 'web' (its image's EXPOSE) and 'web-2' (its image's EXPOSE)");

    private const string Isolated = """
        {"services":{"db":{"networks":{"back":null}},"web":{"networks":{"back":null,"front":null}}},"networks":{"back":{"internal":true},"front":{}}}
        """;

    [Fact]
    public void Left_the_choice_a_service_kept_from_the_outside_stays_so() =>
        Step.Refusal(Pod.Project(Isolated), Pod.Context).ShouldStartWith("'db' should only be on internal networks, without a way to the outside, and 'web' has one");

    [Fact]
    public void Asked_to_share_the_loss_of_isolation_is_noted() =>
        Step.Apply(Pod.Project(Isolated), Pod.Context with { Network = PodNetwork.Shared }).Notes.ShouldHaveSingleItem().ShouldEndWith("It is shared, since pod.network is 'shared'.");

    [Fact]
    public void A_pod_that_is_internal_as_a_whole_may_be_shared() =>
        Step.Apply(Pod.Project("""{"services":{"a":{"networks":{"n":null}},"b":{"networks":{"n":null}}},"networks":{"n":{"internal":true}}}"""), Pod.Context).Notes.ShouldBeEmpty();

    private static ImageFacts Exposing(string port) => new([port], []);

    private static ImmutableDictionary<string, ImageFacts> Images(params (string Service, ImageFacts Facts)[] images) =>
        images.ToImmutableDictionary(image => image.Service, image => image.Facts);

    private static string Refusal(string services, ImmutableDictionary<string, ImageFacts>? images = null) =>
        Step.Refusal(Members(services), Pod.Context with { Images = images ?? ImmutableDictionary<string, ImageFacts>.Empty });

    private static void Accept(string services, ImmutableDictionary<string, ImageFacts>? images = null)
    {
        var draft = Members(services);
        Step.Apply(draft, Pod.Context with { Images = images ?? ImmutableDictionary<string, ImageFacts>.Empty }).ShouldBeSameAs(draft);
    }

    private static PodDraft Members(string services) => new ChooseMembers().Apply(Pod.Services(services), Pod.Context with { Network = PodNetwork.Shared });
}
