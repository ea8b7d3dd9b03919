using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using CsCheck;

namespace ComposeExecutor.Tests.Transform;

/// <summary>What holds for every project, in every network and with every shared namespace: refused with a reason, or a pod of which all of this is true.</summary>
public sealed class AnyProjectSpecs
{
    private const long Samples = 3000;

    private static readonly Gen<PodContext> Contexts = Gen.Select(
        RandomProject.OneOf(Enum.GetValues<PodNetwork>()), Gen.Int[0, 7], RandomProject.OneOf<ImmutableArray<int>?>(null, [31000, 31001, 31002, 31003, 31004, 31005, 31006, 31007, 31008, 31009]), Gen.Bool)
        .Select((network, share, offer, ephemeral) => Pod.Context with { Network = network, Share = (PodNamespaces)share, OfferedPorts = offer, EphemeralPorts = ephemeral });

    [Fact]
    public void No_service_is_lost() => Check((project, _, pod) =>
        project["services"]!.AsObject().Where(service => Replicas(service.Value!) > 0).All(service => pod.Model.Service(service.Key) is not null));

    [Fact]
    public void No_field_that_nobody_here_knows_is_lost() => Check((project, _, pod) =>
        pod.Model.Root.ContainsKey("x-unknown")
        && project["services"]!.AsObject().Where(service => Replicas(service.Value!) > 0).All(service => pod.Model.Service(service.Key) is { } found && JsonNode.DeepEquals(found.Fields["x-unknown"], service.Value!["x-unknown"])));

    [Fact]
    public void No_two_published_ports_are_the_same_port_of_the_host() => Check((_, context, pod) =>
        context.OfferedPorts is null || context.Network == PodNetwork.Host
        || pod.Ports.Where(port => port.HostPort is not null).GroupBy(port => (port.HostPort, port.Protocol, port.HostAddress)).All(uses => uses.Count() == 1));

    [Fact]
    public void Every_reference_is_to_something_that_is_there() => Check((_, _, pod) => pod.Model.Services.All(service => Resolves(pod.Model, service)));

    [Fact]
    public void The_same_project_becomes_the_same_pod() => Check((project, context, pod) =>
        PodTransform.Apply(Model(project), context).Model.Root.ToJsonString() == pod.Model.Root.ToJsonString());

    [Fact]
    public void Services_of_a_pod_that_is_transformed_again_stay_as_they_are() => Check((_, context, pod) =>
    {
        // The pod of a pod: its infra container is a service like any other then, and all have found their place.
        var again = PodTransform.Apply(ComposeModel.Parse(Encoding.UTF8.GetBytes(pod.Model.Root.ToJsonString())), context with { Network = PodNetwork.Compose, Share = PodNamespaces.None, OfferedPorts = null });
        return pod.Services.All(service => JsonNode.DeepEquals(
            WithoutPorts(service.Fields), WithoutPorts(again.Model.Service(service.Name)!.Fields)));
    });

    [Fact]
    public void Docker_is_never_asked_to_restart_anything_and_all_is_labelled() => Check((_, context, pod) =>
        pod.Model.Services.All(service => service.Fields["restart"].AsText() == "no"
            && context.Labels.All(label => service.Fields["labels"]![label.Key]!.GetValue<string>() == label.Value)));

    private static void Check(Func<JsonObject, PodContext, PodDraft, bool> holds) =>
        Gen.Select(RandomProject.Any, Contexts).Sample(
            (project, context) =>
            {
                PodDraft pod;
                try
                {
                    pod = PodTransform.Apply(Model(project), context);
                }
                catch (TransformException refusal)
                {
                    return refusal.Message.EndsWith('.');
                }

                return holds(project, context, pod);
            },
            iter: Samples,
            print: sample => $"{sample.Item2}\n{sample.Item1.ToJsonString()}");

    private static ComposeModel Model(JsonObject project) => ComposeModel.Parse(Encoding.UTF8.GetBytes(project.ToJsonString()));

    private static int Replicas(JsonNode service) => (service["deploy"] as JsonObject)?["replicas"].AsInteger() ?? 1;

    private static bool Resolves(ComposeModel model, ComposeService service)
    {
        var services = service.DependsOn.Where(dependency => dependency.Required).Select(dependency => dependency.Service)
            .Concat(service.Fields["links"].AsTexts().Select(link => link.Split(':')[0]))
            .Concat(service.Fields["volumes_from"].AsTexts().Select(source => source.Split(':')[0]))
            .Concat(((string[])["network_mode", "pid", "ipc"]).Select(field => service.Fields[field].AsText()).OfType<string>()
                .Where(mode => mode.StartsWith("service:", StringComparison.Ordinal)).Select(mode => mode["service:".Length..]));
        return services.All(name => model.Service(name) is not null)
            && service.Networks.All(model.Section("networks").ContainsKey)
            && Sources(service, "secrets").All(model.Section("secrets").ContainsKey)
            && Sources(service, "volumes").All(model.Section("volumes").ContainsKey);
    }

    private static IEnumerable<string> Sources(ComposeService service, string field) =>
        (service.Fields[field] as JsonArray)?.OfType<JsonObject>().Where(entry => field != "volumes" || entry["type"].AsText() == "volume").Select(entry => entry["source"].AsText()!) ?? [];

    private static JsonObject WithoutPorts(JsonObject fields)
    {
        var copy = (JsonObject)fields.DeepClone();
        // The ports of the infra container, a service like any other now, are told as well.
        copy.Remove("environment");
        return copy;
    }
}
