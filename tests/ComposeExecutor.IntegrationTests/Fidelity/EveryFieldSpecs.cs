using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Tests.Transform.Support;
using ComposeExecutor.Transform;

namespace ComposeExecutor.IntegrationTests.Fidelity;

/// <summary>A file that uses every field of the compose specification, one in each service, read by the real Compose and made a pod.</summary>
public sealed partial class EveryFieldSpecs : IDisposable
{
    // What the oldest Compose that is tested with does not know. A newer one does, and then they are compared like all others.
    private static readonly string[] NewFields = ["pull_refresh_after"];

    private readonly string _folder = Directory.CreateTempSubdirectory("fields-").FullName;

    [Fact]
    public async Task Nothing_of_a_file_with_every_field_is_lost_or_altered_but_what_is_documented()
    {
        var fields = ComposeSupport.Fields.Where(field => field.Place == "services.a" && field.Verdict != Verdict.Refused && field.Field != "x-anything").ToList();
        var (rendered, unknown) = await RenderAsync(fields);
        unknown.Except(NewFields).ShouldBeEmpty("Compose does not know these fields, or not with these values");

        var pod = PodTransform.Apply(ComposeModel.Parse(Encoding.UTF8.GetBytes(rendered.ToJsonString())), Context);

        foreach (var field in fields.Where(field => !unknown.Contains(field.Field.Split('.')[0])))
        {
            var name = ServiceOf(field);
            var before = rendered["services"]![name]!.AsObject();
            var after = pod.Model.Service(name).ShouldNotBeNull(field.Field).Fields;
            Compare(field, before, after, pod);
            LostBesides(field, before, after).ShouldBeEmpty(field.Field);
        }
    }

    [Fact]
    public async Task The_pods_file_of_a_file_with_every_field_is_accepted_by_Compose()
    {
        var fields = ComposeSupport.Fields.Where(field => field.Place == "services.a" && field.Verdict != Verdict.Refused && field.Field != "x-anything").ToList();
        var (rendered, _) = await RenderAsync(fields);
        var pod = PodTransform.Apply(ComposeModel.Parse(Encoding.UTF8.GetBytes(rendered.ToJsonString())), Context);
        await using (var file = File.CreateText(Path.Combine(_folder, "pod.yaml")))
            ComposeYaml.Write(pod.Model, ["The pod."], file);

        var result = await ComposeAsync("-f", "pod.yaml", "config", "--quiet");

        result.ExitCode.ShouldBe(0, result.StandardError);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PodContext Context => new()
    {
        Project = "pod-1",
        InfraImage = "pause:1",
        Folder = _folder,
        Labels = ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("taskId", "pod.1")]),
        Network = PodNetwork.Compose,
        CgroupParent = "/mesos/5f0c",
        OfferedPorts = [31000],
        MayChangeOwners = true,
    };

    private static string ServiceOf(FieldSupport field) => field.Field.Replace('.', '-').Replace('_', '-');

    private static void Compare(FieldSupport field, JsonObject before, JsonObject after, PodDraft pod)
    {
        var (was, found) = (At(before, field.Field), At(after, field.Field)?.DeepClone());
        // Documented: the pod's ports are added.
        if (field.Field == "environment")
            found!.AsObject().Remove("POD_PORT_PORTS_80");
        switch (field.Verdict)
        {
            case Verdict.Kept:
                was.ShouldNotBeNull($"Compose has dropped {field.Field}, so nothing is compared");
                Text(found).ShouldBe(Text(was), field.Field);
                break;
            case Verdict.LeftOut:
                found.ShouldBeNull(field.Field);
                pod.Notes.ShouldContain(note => note.StartsWith($"Service '{ServiceOf(field)}': ", StringComparison.Ordinal) && note.Contains(field.Field, StringComparison.Ordinal));
                break;
            case Verdict.Rendered:
                was.ShouldBeNull($"Compose still prints {field.Field}");
                break;
        }
    }

    // Fields of the service that the test is not about: Compose adds some, and none may go.
    private static IEnumerable<string> LostBesides(FieldSupport field, JsonObject before, JsonObject after) =>
        before.Select(entry => entry.Key).Where(name => name != field.Field.Split('.')[0] && name != "scale" && !after.ContainsKey(name));

    private async Task<(JsonObject Rendered, IReadOnlySet<string> Unknown)> RenderAsync(List<FieldSupport> fields)
    {
        File.WriteAllText(Path.Combine(_folder, "web.env"), "FROM_FILE=1\n");
        File.WriteAllText(Path.Combine(_folder, "labels"), "from.file=1\n");
        var unknown = new HashSet<string>();
        while (true)
        {
            File.WriteAllText(Path.Combine(_folder, "compose.json"), Project(fields.Where(field => !unknown.Contains(field.Field.Split('.')[0]))).ToJsonString());
            var result = await ComposeAsync("-f", "compose.json", "--profile", "*", "config", "--format", "json");
            if (result.ExitCode == 0)
                return (JsonNode.Parse(result.StandardOutput)!.AsObject(), unknown);
            var match = UnknownField().Match(result.StandardError);
            match.Success.ShouldBeTrue(result.StandardError);
            unknown.Add(match.Groups["field"].Value).ShouldBeTrue(result.StandardError);
        }
    }

    private static JsonObject Project(IEnumerable<FieldSupport> fields)
    {
        var services = new JsonObject { ["b"] = new JsonObject { ["image"] = "y" }, ["base"] = new JsonObject { ["image"] = "z" } };
        foreach (var field in fields)
        {
            var service = new JsonObject { ["image"] = "x" };
            var path = field.Field.Split('.');
            var owner = path[..^1].Aggregate(service, (node, name) => node.ObjectAt(name));
            owner[path[^1]] = JsonNode.Parse(field.Sample);
            services[ServiceOf(field)] = service;
        }

        return new JsonObject
        {
            ["name"] = "pod-1",
            ["services"] = services,
            ["networks"] = new JsonObject { ["n"] = new JsonObject() },
            ["volumes"] = new JsonObject { ["v"] = new JsonObject() },
            ["configs"] = new JsonObject { ["c"] = new JsonObject { ["file"] = "web.env" } },
            ["secrets"] = new JsonObject { ["s"] = new JsonObject { ["file"] = "web.env" } },
        };
    }

    private static JsonNode? At(JsonObject fields, string path) => path.Split('.').Aggregate((JsonNode?)fields, (node, name) => (node as JsonObject)?[name]);

    private static string? Text(JsonNode? node) => node?.ToJsonString();

    private async Task<BufferedCommandResult> ComposeAsync(params string[] arguments) =>
        await CliWrap.Cli.Wrap("docker").WithArguments(["compose", .. arguments]).WithWorkingDirectory(_folder)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex(@"(?:Additional property (?<field>[a-z_]+) is not allowed|services\.[a-z-]+\.(?<field>[a-z_]+) .*(?:not allowed|not supported))")]
    private static partial Regex UnknownField();
}
