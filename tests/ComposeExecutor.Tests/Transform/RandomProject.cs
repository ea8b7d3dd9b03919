using System.Text.Json.Nodes;
using ComposeExecutor.Tests.Compose;
using CsCheck;

namespace ComposeExecutor.Tests.Transform;

/// <summary>Projects as Compose prints them, of any shape that the transform has to cope with.</summary>
internal static class RandomProject
{
    private static readonly string[] Names = ["api", "cache", "db", "front", "infra", "worker"];
    private static readonly string[] Networks = ["default", "inner", "outer"];
    private static readonly string[] Conditions = ["service_started", "service_healthy", "service_completed_successfully"];

    private static readonly Gen<JsonNode?> Port = Gen.Select(Gen.Int[80, 83], OneOf("tcp", "udp"), OneOf<string?>(null, "8080", "31001", "8000-8003"), OneOf<string?>(null, "127.0.0.1"))
        .Select((target, protocol, published, address) =>
        {
            var port = new JsonObject { ["mode"] = "ingress", ["target"] = target, ["protocol"] = protocol };
            if (published is not null)
                port["published"] = published;
            if (address is not null)
                port["host_ip"] = address;
            return (JsonNode?)port;
        });

    /// <summary>Any project.</summary>
    public static Gen<JsonObject> Any { get; } = Gen.Int[1, Names.Length].SelectMany(count => Service(count).Array[count].Select(services => Project(services)));

    /// <summary>One of a few values.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<JsonObject> Service(int count) => Gen.Select(
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, count - 1], Gen.Int[0, count - 1], Gen.Int[0, 2]),
        Port.Array[0, 2],
        Gen.Select(OneOf(Networks).Array[0, 2], OneOf<string?>(null, "one", "two"), Gen.Int[0, 3], Gen.Bool),
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 5]),
        RandomJson.Node(1)).Select((references, ports, network, dice, unknown) => Build(references, ports, network, dice, unknown));

    private static JsonObject Build(
        (int Mode, int First, int Second, int Condition) references,
        JsonNode?[] ports,
        (string[] Networks, string? HostName, int Replicas, bool Named) network,
        (int Volumes, int Links, int Namespaces, int Exposed) dice,
        JsonNode? unknown)
    {
        var (first, second) = (Names[references.First], Names[references.Second]);
        var service = new JsonObject { ["image"] = "x", ["x-unknown"] = unknown?.DeepClone() };
        var mode = references.Mode switch { 0 => "host", 1 => "none", 2 => $"service:{first}", _ => null };
        if (mode is not null)
            service["network_mode"] = mode;
        else
            service["networks"] = new JsonObject(network.Networks.Append("default").Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["aliases"] = new JsonArray($"{name}-alias") })));
        if (ports.Length > 0 && references.Mode != 2)
            service["ports"] = new JsonArray([.. ports.Select(port => port!.DeepClone())]);
        if (network.HostName is not null)
            service["hostname"] = network.HostName;
        if (network.Replicas != 1 && !network.Named)
            service["deploy"] = new JsonObject { ["replicas"] = network.Replicas, ["mode"] = "replicated" };
        service["depends_on"] = new JsonObject { [second] = new JsonObject { ["condition"] = Conditions[references.Condition], ["required"] = dice.Links > 2 } };
        if (dice.Volumes == 0)
            service["volumes_from"] = new JsonArray(second);
        if (dice.Volumes > 2)
            service["volumes"] = new JsonArray(new JsonObject { ["type"] = "volume", ["source"] = "data", ["target"] = "/data" });
        if (dice.Links == 0 && mode is null)
            service["links"] = new JsonArray($"{second}:alias");
        if (dice.Namespaces is 0 or 1)
            service[dice.Namespaces == 0 ? "pid" : "ipc"] = dice.Links > 2 ? $"service:{second}" : "host";
        if (dice.Exposed == 0)
            service["expose"] = new JsonArray("80");
        if (dice.Exposed > 3)
            service["secrets"] = new JsonArray(new JsonObject { ["source"] = "token", ["target"] = "/run/secrets/token" });
        return service;
    }

    private static JsonObject Project(JsonObject[] services)
    {
        var all = new JsonObject();
        foreach (var (index, service) in services.Index())
        {
            // A reference to itself is a circle, which Compose refuses.
            var name = Names[index];
            if (service["network_mode"]?.GetValue<string>() == $"service:{name}")
                service.Remove("network_mode");
            (service["depends_on"] as JsonObject)?.Remove(name);
            foreach (var field in (string[])["volumes_from", "links", "pid", "ipc"])
            {
                if (service[field]?.ToJsonString().Contains(name, StringComparison.Ordinal) is true)
                    service.Remove(field);
            }

            all[name] = service.DeepClone();
        }

        return new JsonObject
        {
            ["name"] = "file",
            ["services"] = all,
            ["networks"] = new JsonObject
            {
                ["default"] = new JsonObject { ["name"] = "pod-1_default" },
                ["inner"] = new JsonObject { ["name"] = "pod-1_inner", ["internal"] = true },
                ["outer"] = new JsonObject { ["name"] = "outer", ["external"] = true },
            },
            ["volumes"] = new JsonObject { ["data"] = new JsonObject { ["name"] = "pod-1_data" } },
            ["secrets"] = new JsonObject { ["token"] = new JsonObject { ["name"] = "pod-1_token", ["file"] = "/token" } },
            ["x-unknown"] = 1,
        };
    }
}
