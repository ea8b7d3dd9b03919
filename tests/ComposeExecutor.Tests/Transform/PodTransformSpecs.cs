using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Tests.Compose;
using ComposeExecutor.Transform;
using CsCheck;

namespace ComposeExecutor.Tests.Transform;

public sealed class PodTransformSpecs
{
    private static readonly PodContext Context = Pod.Context with
    {
        OfferedPorts = [31000, 31001, 31002, 31003, 31004],
        CgroupParent = "/mesos/5f0c",
        Environment = ImmutableDictionary.CreateRange([KeyValuePair.Create("DB_PASSWORD", "s3cret")]),
    };

    private static readonly Gen<Dictionary<string, JsonNode?>> UnknownFields =
        Gen.Dictionary(Gen.String.AlphaNumeric.Select(name => $"x-{name}"), RandomJson.Node(2))[0, 4];

    [Fact]
    public void A_project_becomes_the_pod_that_the_golden_file_shows()
    {
        Golden.ShouldBe(Yaml(PodTransform.Apply(Pod.Model(Golden.Read("shop.json")), Context)), "shop.yaml");
    }

    [Theory]
    [InlineData(PodNetwork.Compose, "shop.compose.yaml")]
    [InlineData(PodNetwork.None, "shop.none.yaml")]
    public void A_project_becomes_another_pod_with_another_network(PodNetwork network, string golden) =>
        Golden.ShouldBe(Yaml(PodTransform.Apply(Pod.Model(Golden.Read("shop.json")), Context with { Network = network })), golden);

    [Theory]
    [InlineData(PodNetwork.Shared, "ports.yaml")]
    [InlineData(PodNetwork.Compose, "ports.compose.yaml")]
    public void Published_ports_of_every_kind_get_the_offered_ports_that_the_golden_file_shows(PodNetwork network, string golden) =>
        Golden.ShouldBe(
            Yaml(PodTransform.Apply(Pod.Model(Golden.Read("ports.json")), Context with
            {
                Network = network,
                OfferedPorts = [31000, 31001, 31002, 31003, 31004, 31005, 31006, 31007],
                PortNames = [PortName.Of("http", 31003, "tcp")],
                PortChoices = [new PortChoice("web", 8443, "tcp", "6", "label config.pod.ports.web.8443")],
            })),
            golden);

    [Fact]
    public void A_project_in_the_hosts_network_becomes_the_pod_that_the_golden_file_shows()
    {
        var project = Pod.Model(Golden.Read("shop.json"));
        project.Service("db")!.Fields.Remove("sysctls");

        Golden.ShouldBe(Yaml(PodTransform.Apply(project, Context with { Network = PodNetwork.Host })), "shop.host.yaml");
    }

    [Fact]
    public void All_namespaces_are_shared_as_the_golden_file_shows() =>
        Golden.ShouldBe(
            Yaml(PodTransform.Apply(Pod.Model(Golden.Read("shop.json")), Context with { Network = PodNetwork.Shared, Share = PodNamespaces.Net | PodNamespaces.Ipc | PodNamespaces.Pid })),
            "shop.all.yaml");

    [Fact]
    public void Left_the_choice_services_share_one_network_and_the_pod_says_so() =>
        Apply("""{"services":{"a":{},"b":{}}}""").Notes.ShouldBe(["All services share one network: nothing in the files speaks against it (pod.network is auto)."]);

    [Theory]
    [InlineData("""{"services":{"a":{"expose":["80"]},"b":{"expose":["80"]}}}""", "Services 'a' (expose) and 'b' (expose) all listen on port 80/tcp")]
    [InlineData("""{"services":{"a":{"network_mode":"host"},"b":{}}}""", "Service 'a' has a network of its own (network_mode: host)")]
    [InlineData("""{"services":{"a":{"hostname":"one"},"b":{"hostname":"two"}}}""", "Services 'a' and 'b' disagree on hostname")]
    [InlineData("""{"services":{"a":{"extra_hosts":["b=10.0.0.1"]},"b":{}}}""", "Service 'a' maps 'b' to 10.0.0.1 in extra_hosts")]
    [InlineData("""{"services":{"a":{"networks":{"n":{"ipv4_address":"10.0.0.2"}}},"b":{"networks":{"n":{"ipv4_address":"10.0.0.3"}}}},"networks":{"n":{}}}""", "Services 'a' and 'b' disagree on ipv4_address in network 'n'")]
    public void Left_the_choice_services_that_cannot_share_keep_their_networks_and_the_pod_says_why(string project, string reason)
    {
        var pod = Apply(project);

        pod.Infra.ShouldBeEmpty();
        pod.Notes[0].ShouldStartWith($"The services keep the networks of their files (pod.network is auto): {reason}");
    }

    [Fact]
    public void Asked_to_share_what_cannot_be_shared_is_an_error_that_names_the_way_out() =>
        Should.Throw<TransformException>(() => PodTransform.Apply(
            Pod.Model("""{"services":{"a":{"expose":["80"]},"b":{"expose":["80"]}}}"""), Pod.Context with { Network = PodNetwork.Shared }))
        .Message.ShouldEndWith("Or keep the networks of the files: set pod.network to 'auto' or 'compose'.");

    [Fact]
    public void Without_the_network_among_the_shared_namespaces_the_files_networks_are_kept() =>
        PodTransform.Apply(Pod.Model("""{"services":{"a":{},"b":{}}}"""), Pod.Context with { Share = PodNamespaces.Ipc })
            .Services.ShouldAllBe(service => service.NetworkMode == null);

    [Fact]
    public void A_pod_tells_where_its_ports_are() =>
        PodTransform.Apply(Pod.Model(Golden.Read("shop.json")), Context).Ports.ShouldBe(
        [
            new PortMapping("dns", 53, 31000, "tcp", null),
            new PortMapping("dns", 53, 31000, "udp", null),
            new PortMapping("web", 443, 31002, "tcp", null),
            new PortMapping("web", 8080, 31001, "tcp", "127.0.0.1"),
        ]);

    [Fact]
    public void Fields_that_nobody_here_knows_survive() =>
        Gen.Select(UnknownFields, UnknownFields).Sample((ofProject, ofService) =>
        {
            var project = Pod.Model("""{"services":{"a":{"image":"x"}}}""");
            Put(ofProject, project.Root);
            Put(ofService, project.Service("a")!.Fields);

            var pod = PodTransform.Apply(project, Context);

            return Holds(pod.Model.Root, ofProject) && Holds(pod.Fields("a"), ofService);
        });

    [Fact]
    public void The_project_that_is_transformed_is_never_changed()
    {
        var project = Pod.Model(Golden.Read("shop.json"));

        PodTransform.Apply(project, Context);

        project.Root.ShouldBeJson(Golden.Read("shop.json"));
    }

    [Fact]
    public void The_same_project_always_becomes_the_same_pod() => Transformed().ShouldBe(Transformed());

    [Fact]
    public void What_one_pod_is_does_not_change_with_another()
    {
        var project = Pod.Model(Golden.Read("shop.json"));
        var first = PodTransform.Apply(project, Context);
        var before = first.Model.Root.ToJsonString();

        PodTransform.Apply(project, Context with { Project = "pod-2" });

        first.Model.Root.ToJsonString().ShouldBe(before);
    }

    private static PodDraft Apply(string project) => PodTransform.Apply(Pod.Model(project), Pod.Context);

    private static string Yaml(PodDraft pod)
    {
        using var yaml = new StringWriter();
        ComposeYaml.Write(pod.Model, pod.Notes, yaml);
        return yaml.ToString();
    }

    private static string Transformed() => PodTransform.Apply(Pod.Model(Golden.Read("shop.json")), Context).Model.Root.ToJsonString();

    private static void Put(Dictionary<string, JsonNode?> fields, JsonObject owner)
    {
        foreach (var (name, value) in fields)
            owner[name] = value?.DeepClone();
    }

    private static bool Holds(JsonObject owner, Dictionary<string, JsonNode?> fields) =>
        fields.All(field => owner.ContainsKey(field.Key) && JsonNode.DeepEquals(owner[field.Key], field.Value));
}
