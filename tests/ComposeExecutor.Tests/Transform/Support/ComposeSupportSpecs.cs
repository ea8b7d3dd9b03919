using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Transform.Support;

public sealed class ComposeSupportSpecs
{
    private static readonly PodContext Context = Pod.Context with
    {
        CgroupParent = "/mesos/5f0c",
        OfferedPorts = [31000, 31001],
        Environment = ImmutableDictionary.CreateRange([KeyValuePair.Create("TOKEN", "t")]),
    };

    public static TheoryData<FieldSupport> Fields => [.. ComposeSupport.Fields];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_becomes_what_the_documentation_says(FieldSupport field)
    {
        var verdicts = new[] { PodNetwork.Shared, PodNetwork.Compose }.Select(network => Become(field, network)).ToList();

        var verdict = field.Verdict switch
        {
            Verdict.Changed => verdicts.Contains(Verdict.Changed) && verdicts.TrueForAll(one => one is Verdict.Changed or Verdict.Kept),
            // That is Compose's doing, which the tests with the real one show.
            Verdict.Rendered => true,
            var one => verdicts.TrueForAll(other => other == one),
        };
        verdict.ShouldBeTrue($"{field} became {string.Join(" and ", verdicts)}, and not {field.Verdict}");
    }

    [Fact]
    public void Every_field_of_the_schema_is_in_the_table()
    {
        foreach (var (place, names) in ComposeSupport.Schema)
            names.Except(ComposeSupport.Fields.Where(field => field.Place == place).Select(field => field.Field)).ShouldBeEmpty(place);
    }

    [Fact]
    public void The_documentation_is_the_table() => Golden.ShouldBe(Documentation(), "../../../../docs/compose-support.md");

    private static Verdict Become(FieldSupport field, PodNetwork network)
    {
        var project = Project(field);
        PodDraft pod;
        try
        {
            pod = PodTransform.Apply(project, Context with { Network = network });
        }
        catch (TransformException)
        {
            return Verdict.Refused;
        }

        var before = At(project.Root, field);
        var after = At(pod.Model.Root, field);
        if (JsonNode.DeepEquals(before, after))
            return Verdict.Kept;
        return after is null && pod.Notes.Any(note => note.Contains(field.Field, StringComparison.Ordinal)) ? Verdict.LeftOut : Verdict.Changed;
    }

    private static ComposeModel Project(FieldSupport field)
    {
        var model = Pod.Model("""
            {
              "name": "file",
              "services": {
                "a": {"image": "x", "networks": {"n": null}, "configs": [{"source": "c"}], "secrets": [{"source": "s"}]},
                "b": {"image": "y", "networks": {"n": null}, "volumes": [{"type": "volume", "source": "v", "target": "/v"}]}
              },
              "networks": {"n": {"name": "pod-1_n"}},
              "volumes": {"v": {"name": "pod-1_v"}},
              "configs": {"c": {"name": "pod-1_c", "file": "/c"}},
              "secrets": {"s": {"name": "pod-1_s", "file": "/s"}}
            }
            """);
        if (field is { Place: "configs.c" or "secrets.s", Field: "content" or "environment" or "external" })
            At(model.Root, field.Place)!.AsObject().Remove("file");
        if (field is { Field: "network_mode" })
            model.Service("a")!.Fields.Remove("networks");
        var path = field.ToString().Split('.');
        var owner = path[..^1].Aggregate(model.Root, (node, name) => node.ObjectAt(name));
        owner[path[^1]] = JsonNode.Parse(field.Sample);
        return model;
    }

    private static JsonNode? At(JsonObject root, FieldSupport field) => At(root, field.ToString());

    private static JsonNode? At(JsonObject root, string path) => path.Split('.').Aggregate((JsonNode?)root, (node, name) => (node as JsonObject)?[name]);

    private static string Documentation()
    {
        var text = new StringBuilder("""
            # What becomes of each field of a compose file

            Every field of the [compose specification](https://github.com/compose-spec/compose-spec), with what becomes of it in a pod. A test holds this page against what the transform
            really does. How each change is made: [transform.md](transform.md).

            - **kept**: it reaches Docker as it is in the file.
            - **changed**: it reaches Docker otherwise, or by another way.
            - **left out**: it has no meaning in a pod; a note in the log and in `pod.yaml` says so.
            - **refused**: the task fails before anything is started, with the reason.
            - **by Compose**: Compose has put it into other fields when it rendered the file.

            "The infra container in a shared network" is the case that services share one network; otherwise the field is kept. What a release of Compose does not know,
            it refuses; what this page does not know is kept.

            """);
        foreach (var group in ComposeSupport.Fields.GroupBy(field => field.Place))
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## {Title(group.Key)}\n\n| field | in a pod | |\n|---|---|---|\n");
            foreach (var field in group)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{field.Field}` | {Word(field.Verdict)} | {field.How} |\n");
        }

        return text.ToString();
    }

    private static string Title(string place) => place switch
    {
        "" => "The file",
        "services.a" => "Services",
        "networks.n" => "Networks",
        "volumes.v" => "Volumes",
        "configs.c" => "Configs",
        _ => "Secrets",
    };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Kept => "kept",
        Verdict.Changed => "changed",
        Verdict.LeftOut => "left out",
        Verdict.Refused => "refused",
        _ => "by Compose",
    };
}
