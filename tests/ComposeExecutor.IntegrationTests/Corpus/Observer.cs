using System.Net;
using System.Text.Json.Nodes;
using StandIn;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>Looks at a launch from outside, and from inside of each of its containers, and writes down facts.</summary>
/// <param name="model">What the files say.</param>
/// <param name="launch">The launch, which has settled.</param>
/// <param name="containers">Its containers, as <c>docker inspect</c> prints them.</param>
internal sealed class Observer(ProjectModel model, Launch launch, IReadOnlyList<JsonNode> containers)
{
    // Read by the shell, since the stand-in's runtime raises its own limit of open files when it starts.
    private const string LimitsThenExamine = "/bin/cat /proc/self/limits; exec \"$0\" \"$@\"";

    // Anything in them may change at any time.
    private static readonly string[] FoldersOfTheHost = ["/proc", "/sys", "/dev", "/var/log"];

    private readonly SortedDictionary<Fact, string> _facts = new(Comparer<Fact>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())));
    private readonly List<(string Service, JsonNode Container)> _services = [.. containers.Select(container => (ServiceOf(model, container), container)).Where(entry => entry.Item1.Length > 0)];

    /// <summary>Writes down all that there is to see.</summary>
    /// <param name="outcome">What <see cref="Launch.StartAsync"/> said.</param>
    public async Task<Observation> ObserveAsync(string outcome)
    {
        _facts[new Fact("all", FactKind.Outcome)] = outcome;
        foreach (var service in model.Services)
        {
            var instances = _services.Where(entry => entry.Service == service).Select(entry => entry.Container).OrderBy(container => container["Name"]!.ToString(), StringComparer.Ordinal).ToList();
            Add(new Fact(service, FactKind.State), instances.Select(State));
            Add(new Fact(service, FactKind.Health), instances.Select(container => container["State"]!["Health"]?["Status"]!.ToString() ?? "no check"));
            await ObservePublishedAsync(service, instances);
            if (instances.FirstOrDefault() is { } container)
                ObserveSettings(service, container);
        }

        // One container after the other, so that a slow machine does not make them time out.
        foreach (var (service, container) in _services.DistinctBy(entry => entry.Service))
        {
            if (State(container) == "running")
                await ExamineAsync(service, container);
            else if (CommandLine.IsJob(container))
                Add(service, FactKind.Output, "", await Launch.OutputAsync(container));
        }

        var sharing = _services.Where(entry => NetworkOwner(entry.Container) is { } owner && ServiceOf(model, owner).Length == 0).Select(entry => entry.Service).ToHashSet();
        return new Observation(_facts, sharing);
    }

    // A pod has a service for every further replica; the infra container is none of the files' services.
    private static string ServiceOf(ProjectModel model, JsonNode container)
    {
        var name = container["Config"]!["Labels"]!["com.docker.compose.service"]!.ToString();
        if (model.Services.Contains(name))
            return name;
        var dash = name.LastIndexOf('-');
        return dash > 0 && model.Services.Contains(name[..dash]) && model.Replicas(name[..dash]) > 1 ? name[..dash] : "";
    }

    private static string State(JsonNode container) => container["State"]!["Status"]!.ToString() is "exited" and var status ? $"{status} {container["State"]!["ExitCode"]}" : container["State"]!["Status"]!.ToString();

    // Whose network a container has joined; null where it has its own.
    private JsonNode? NetworkOwner(JsonNode container) =>
        container["HostConfig"]!["NetworkMode"]!.ToString() is var mode && mode.StartsWith("container:", StringComparison.Ordinal)
            ? containers.FirstOrDefault(other => other["Id"]!.ToString() == mode["container:".Length..])
            : null;

    private void Add(string service, FactKind kind, string name, string value) => _facts[new Fact(service, kind, name)] = Anonymous(value);

    private void Add(Fact fact, IEnumerable<string> values) => _facts[fact] = string.Join(", ", values.Order(StringComparer.Ordinal));

    private void ObserveSettings(string service, JsonNode container)
    {
        Add(service, FactKind.ContainerName, "", container["Name"]!.ToString().TrimStart('/'));
        foreach (var variable in container["Config"]!["Env"]!.AsArray().Select(entry => entry!.ToString().Split('=', 2)))
            Add(service, FactKind.Environment, variable[0], variable[1]);
        foreach (var (label, value) in container["Config"]!["Labels"]!.AsObject())
            Add(service, FactKind.Label, label, value!.ToString());
        foreach (var mount in container["Mounts"]!.AsArray().Select(mount => mount!))
            Add(service, FactKind.Mount, mount["Destination"]!.ToString(), Describe(mount));
        foreach (var part in new[] { "Config", "HostConfig" })
        {
            // What has facts of its own above and below is not told twice.
            foreach (var (field, value) in container[part]!.AsObject().Where(field => field.Key is not ("Env" or "Labels" or "PortBindings" or "Binds" or "Mounts")))
                Add(service, FactKind.Setting, $"{part}.{field}", part == "HostConfig" && value is JsonArray set ? string.Join(' ', set.Select(entry => entry!.ToJsonString()).Order(StringComparer.Ordinal)) : value?.ToJsonString() ?? "null");
        }

        // Only here the engine tells of sub-paths, and of volumes into which nothing is copied.
        foreach (var mount in container["HostConfig"]!["Mounts"] as JsonArray ?? [])
        {
            foreach (var options in new[] { "BindOptions", "VolumeOptions", "TmpfsOptions" })
            {
                if (mount![options] is JsonObject chosen)
                {
                    chosen.Remove("Labels");
                    Add(service, FactKind.Mount, $"{mount["Target"]} {options}", chosen.ToJsonString());
                }
            }
        }
    }

    private static bool IsOfTheHost(JsonNode mount) =>
        mount["Source"]?.ToString() is { } source && FoldersOfTheHost.Any(folder => source == folder || source.StartsWith(folder + "/", StringComparison.Ordinal));

    private static string Describe(JsonNode mount)
    {
        var source = mount["Type"]!.ToString() switch
        {
            "volume" => mount["Name"]!.ToString() is { Length: 64 } ? "anonymous" : mount["Name"]!.ToString(),
            _ => mount["Source"]?.ToString(),
        };
        return $"{mount["Type"]} {source} {(mount["RW"]!.GetValue<bool>() ? "rw" : "ro")} {mount["Propagation"]}".TrimEnd();
    }

    private async Task ObservePublishedAsync(string service, List<JsonNode> instances)
    {
        var found = new List<(string Port, string HostIp, string HostPort, string Answer)>();
        foreach (var container in instances)
        {
            var owner = NetworkOwner(container) ?? container;
            var published = owner["NetworkSettings"]!["Ports"] as JsonObject;
            foreach (var port in model.PublishedBy(service))
            {
                foreach (var binding in published?[port] as JsonArray ?? [])
                {
                    var (address, number) = (binding!["HostIp"]!.ToString(), binding["HostPort"]!.ToString());
                    var asked = IPAddress.Parse(address) switch
                    {
                        var any when any.Equals(IPAddress.Any) => IPAddress.Loopback,
                        var any when any.Equals(IPAddress.IPv6Any) => IPAddress.IPv6Loopback,
                        var other => other,
                    };
                    found.Add((port, address, number, await AskAsync(asked, port, number)));
                }
            }

            // Who does not run answers nobody, but has been given its ports.
            if (State(owner) != "running" && owner["HostConfig"]!["PortBindings"] is JsonObject bindings)
            {
                foreach (var port in model.PublishedBy(service))
                    Add(new Fact(service, FactKind.HostPortNumber, $"{port} once it runs"), (bindings[port] as JsonArray ?? []).Select(binding => binding!["HostPort"]!.ToString()));
            }

            if (container["HostConfig"]!["NetworkMode"]!.ToString() == "host" && State(container) == "running")
            {
                foreach (var port in CommandLine.Ports(container))
                    found.Add(($"{port.Port}/{port.Protocol}", "the host itself", $"{port.Port}", await AskAsync(IPAddress.Loopback, $"{port.Port}/{port.Protocol}", $"{port.Port}")));
            }
        }

        foreach (var binding in found.GroupBy(binding => $"{binding.Port} at {binding.HostIp}"))
        {
            // In a pod all replicas may stand behind one port: asked as often as there are, they would be counted twice.
            var distinct = binding.DistinctBy(each => each.HostPort).ToList();
            Add(new Fact(service, FactKind.HostPort, binding.Key), distinct.Select(each => each.Answer));
            Add(new Fact(service, FactKind.HostPortNumber, binding.Key), distinct.Select(each => each.HostPort));
        }
    }

    private static Task<string> AskAsync(IPAddress address, string port, string number) => Inquiry.WhoAsync([address], Endpoint.Parse($"{port[^3..]}:{number}")!);

    private async Task ExamineAsync(string service, JsonNode container)
    {
        var paths = container["Mounts"]!.AsArray().Select(mount => IsOfTheHost(mount!) ? $"mount:{mount!["Destination"]}" : mount!["Destination"]!.ToString())
            .Concat((container["HostConfig"]!["Tmpfs"] as JsonObject)?.Select(mount => mount.Key) ?? [])
            .Concat(model.FilesOf(service)).Concat(model.SysctlsOf(service)).Append("/dev/shm").Distinct();
        var names = from owner in _services
                    from port in CommandLine.Ports(owner.Container)
                    from name in model.NamesOf(owner.Service)
                    select $"{port.Protocol}:{name}:{port.Port}";
        var own = CommandLine.Ports(container).Select(port => $"{port.Protocol}:localhost:{port.Port}");
        var hosts = model.ExtraHostsOf(service).Select(name => $"name:{name}");
        foreach (var line in await Launch.ExecuteAsync(container, ["/bin/sh", "-c", LimitsThenExamine, "/bin/stand-in", "examine", .. paths, .. names.Distinct(), .. own, .. hosts]))
        {
            if (line.StartsWith("Max ", StringComparison.Ordinal))
            {
                Add(service, FactKind.Inside, $"limit {line[..26].TrimEnd()}", string.Join(' ', line[26..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2)));
                continue;
            }

            var fields = line.Split('\t');
            if (fields[0] == "answer")
                Add(service, FactKind.Answer, fields[1], fields[2]);
            else
                Add(service, FactKind.Inside, string.Join(' ', fields[..^1]), fields[^1]);
        }
    }

    // What is another in every launch, and is meant to be.
    private string Anonymous(string text)
    {
        foreach (var (service, container) in _services)
        {
            var id = container["Id"]!.ToString();
            text = text.Replace(id, $"(id of {service})", StringComparison.Ordinal).Replace(id[..12], $"(id of {service})", StringComparison.Ordinal);
        }

        foreach (var infra in containers.Where(container => ServiceOf(model, container).Length == 0))
            text = text.Replace(infra["Id"]!.ToString(), "(id of infra)", StringComparison.Ordinal);
        if (launch is PodLaunch pod)
            text = text.Replace(pod.Sandbox, "(sandbox)", StringComparison.Ordinal);
        return text.Replace(launch.ProjectName, "(project)", StringComparison.Ordinal).Replace(launch.Folder, "(folder)", StringComparison.Ordinal);
    }
}
