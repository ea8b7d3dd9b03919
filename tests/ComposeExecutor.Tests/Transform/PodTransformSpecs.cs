using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
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
        var pod = PodTransform.Apply(Pod.Model(Golden.Read("shop.json")), Context);

        using var yaml = new StringWriter();
        ComposeYaml.Write(pod.Model, pod.Notes, yaml);
        Golden.ShouldBe(yaml.ToString(), "shop.yaml");
    }

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

    private static string Transformed() => PodTransform.Apply(Pod.Model(Golden.Read("shop.json")), Context).Model.Root.ToJsonString();

    private static void Put(Dictionary<string, JsonNode?> fields, JsonObject owner)
    {
        foreach (var (name, value) in fields)
            owner[name] = value?.DeepClone();
    }

    private static bool Holds(JsonObject owner, Dictionary<string, JsonNode?> fields) =>
        fields.All(field => owner.ContainsKey(field.Key) && JsonNode.DeepEquals(owner[field.Key], field.Value));
}
