using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform;

/// <summary>Projects and what is known of a pod, as short as a test can say it.</summary>
internal static class Pod
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static PodContext Context { get; } = new()
    {
        Project = "pod-1",
        InfraImage = "pause:1",
        Folder = "/sandbox/pod",
        Labels = ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("taskId", "pod.1"), KeyValuePair.Create("executorId", "e")]),
    };

    /// <summary>A project of these services, a JSON object by name.</summary>
    public static PodDraft Services(string services) => Project($$"""{"services":{{services}}}""");

    public static PodDraft Project(string json) => new(Model(json));

    public static ComposeModel Model(string json) => ComposeModel.Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>This project with the infra container that most steps rely on.</summary>
    public static PodDraft WithInfra(this PodDraft draft) => new AddInfraContainer().Apply(draft, Context);

    /// <summary>The fields of one service.</summary>
    public static JsonObject Fields(this PodDraft draft, string service) => draft.Model.Service(service).ShouldNotBeNull().Fields;

    public static JsonObject Infra(this PodDraft draft) => draft.InfraService.Fields;

    public static void ShouldBeJson(this JsonNode? actual, string expected)
    {
        var wanted = JsonNode.Parse(expected);
        if (!JsonNode.DeepEquals(actual, wanted))
            (actual?.ToJsonString(Readable) ?? "null").ShouldBe(wanted?.ToJsonString(Readable) ?? "null");
    }

    /// <summary>The message with which a step refuses a project.</summary>
    public static string Refusal(this ITransformStep step, PodDraft draft, PodContext? context = null) =>
        Should.Throw<TransformException>(() => step.Apply(draft, context ?? Context)).Message;
}
