using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Compose;

/// <summary>One service of a <see cref="ComposeModel"/>: a typed view of the fields that the pod depends on.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Fields">Its fields, for reading and changing.</param>
public sealed record ComposeService(string Name, JsonObject Fields)
{
    /// <summary>The field in which a file says what a service is in its pod.</summary>
    public const string PodExtension = "x-pod";

    /// <summary>The image's reference; null for a service that only has a <c>build</c> section.</summary>
    public string? Image => Fields["image"].AsText();

    /// <summary>The platform that the image must be for; null when the file does not say.</summary>
    public string? Platform => Fields["platform"].AsText();

    /// <summary>Whether the file tells how to build the image.</summary>
    public bool HasBuild => Fields["build"] is JsonObject;

    /// <summary>When to pull or build the image; null for a policy that nobody here knows.</summary>
    public PullPolicy? PullPolicy => Compose.PullPolicy.Parse(Fields["pull_policy"].AsText());

    /// <summary>The service's own <c>network_mode</c>, if it has one.</summary>
    public string? NetworkMode => Fields["network_mode"].AsText();

    /// <summary>The networks it is attached to, by their keys in the file.</summary>
    public IEnumerable<string> Networks => (Fields["networks"] as JsonObject)?.Select(network => network.Key) ?? Fields["networks"].AsTexts();

    /// <summary>Entries of <c>ports</c> in file order, in Compose's long form.</summary>
    public IEnumerable<JsonObject> Ports => (Fields["ports"] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>How long the service may take to end after its stop signal; null when the file does not say.</summary>
    public TimeSpan? StopGracePeriod => GoDuration.TryParse(Fields["stop_grace_period"].AsText(), out var value) ? value : null;

    /// <summary>The signal that asks the service to end; null when the file leaves it to the image or the engine.</summary>
    public string? StopSignal => Fields["stop_signal"].AsText();

    /// <summary>What has to have happened to other services before this one is started, sorted by name.</summary>
    public ImmutableArray<Dependency> DependsOn =>
        Fields["depends_on"] is JsonObject dependencies
            ?
            [
                .. dependencies.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new Dependency(
                    entry.Key,
                    (entry.Value as JsonObject)?["condition"].AsText() switch
                    {
                        "service_healthy" => DependencyCondition.Healthy,
                        "service_completed_successfully" => DependencyCondition.CompletedSuccessfully,
                        _ => DependencyCondition.Started,
                    },
                    (entry.Value as JsonObject)?["required"].AsBoolean() ?? true,
                    (entry.Value as JsonObject)?["restart"].AsBoolean() ?? false)),
            ]
            : [];

    /// <summary>What is run inside its container after each start, in this order.</summary>
    public ImmutableArray<ServiceHook> PostStart => ServiceHook.ReadAll(Fields["post_start"]);

    /// <summary>What is run inside its container before it is asked to end, in this order.</summary>
    public ImmutableArray<ServiceHook> PreStop => ServiceHook.ReadAll(Fields["pre_stop"]);

    /// <summary>The role that <c>x-pod</c> gives it, as it is written; null when it gives none.</summary>
    public string? Role => (Fields[PodExtension] as JsonObject)?["role"].AsText();

    /// <summary>How many containers the service asks for.</summary>
    public int Replicas =>
        Fields["scale"].AsInteger() ?? ((Fields["deploy"] as JsonObject)?["replicas"]).AsInteger() ?? 1;
}
