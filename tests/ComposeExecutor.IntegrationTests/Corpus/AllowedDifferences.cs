using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>All ways in which a pod may differ from Compose: the table of <c>docs/compose-differences.md</c>.</summary>
internal static partial class AllowedDifferences
{
    // The labels with which Compose knows its own containers again.
    private static readonly string[] LabelsOfCompose =
        ["com.docker.compose.config-hash", "com.docker.compose.depends_on", "com.docker.compose.project.config_files", "com.docker.compose.project.environment_file", "com.docker.compose.project.working_dir"];

    private static readonly string[] LabelsOfThePod = ["taskId", "executorId", "frameworkId", "agentId"];

    // What the engine takes from the infra container's network, and refuses on containers that join it.
    private static readonly string[] SettingsOfTheNetwork = ["HostConfig.NetworkMode", "HostConfig.ExtraHosts", "HostConfig.Dns", "HostConfig.DnsOptions", "HostConfig.DnsSearch", "Config.ExposedPorts"];

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<AllowedDifference> All { get; } =
    [
        new("offered ports", (difference, _) =>
            difference is { What.Kind: FactKind.HostPortNumber, Compose: not null, Pod: not null }),

        new("ports in the environment", (difference, pod) =>
            difference is { What.Kind: FactKind.Environment, Compose: null, Pod: not null }
            && pod.Facts.Any(fact => fact.Key.Kind == FactKind.HostPortNumber && VariablesOf(fact.Key).Contains(difference.What.Name) && fact.Value.Split(", ").Contains(difference.Pod))),

        // Who answers under Compose has to answer in the pod.
        new("one network", (difference, pod) =>
            difference is { What.Kind: FactKind.Answer, Compose: ['!', ..], Pod: not null } && Shares(difference, pod)),

        new("one host name", (difference, pod) =>
            difference.What is { Kind: FactKind.Inside, Name: "host" } or { Kind: FactKind.Setting, Name: "Config.Hostname" or "Config.Domainname" }
            && difference.Compose?.Trim('"') is "" or ['(', 'i', 'd', ..] && difference.Pod is not null && Shares(difference, pod)),

        new("network settings", (difference, pod) =>
            difference.What.Kind == FactKind.Setting && SettingsOfTheNetwork.Contains(difference.What.Name)
            && (difference.Pod is not null || difference.What.Name == "Config.ExposedPorts") && Shares(difference, pod)),

        new("network sysctls", (difference, pod) =>
            difference is { What: { Kind: FactKind.Setting, Name: "HostConfig.Sysctls" }, Compose: not null }
            && WithoutNetwork(difference.Compose) == (difference.Pod ?? "{}") && Shares(difference, pod)),

        new("container names", (difference, _) =>
            difference.What.Kind == FactKind.ContainerName && difference.Pod == $"(project)-{difference.Compose}"),

        new("restarts", (difference, _) =>
            difference is { What: { Kind: FactKind.Setting, Name: "HostConfig.RestartPolicy" }, Compose: not null, Pod: """{"Name":"no","MaximumRetryCount":0}""" }),

        new("written files", (difference, _) => difference.What.Kind switch
        {
            FactKind.Mount => difference is { Compose: null, Pod: not null } && WrittenFile().IsMatch(difference.Pod),
            FactKind.Inside => difference.Compose?.EndsWith("' not mounted", StringComparison.Ordinal) is true && difference.Pod == difference.Compose.Replace("' not mounted", "' ro", StringComparison.Ordinal),
            _ => false,
        }),

        new("labels of the pod", (difference, _) =>
            difference is { What.Kind: FactKind.Label, Compose: null } && LabelsOfThePod.Contains(difference.What.Name)),

        new("labels of Compose", (difference, _) =>
            difference.What.Kind == FactKind.Label && LabelsOfCompose.Contains(difference.What.Name)),

        new("a failure ends all", (difference, pod) => pod.HasFailed && difference.What.Kind switch
        {
            FactKind.State => difference is { Compose: "running", Pod: "exited 0" or "exited 137" or "exited 143" },
            FactKind.Answer or FactKind.Inside or FactKind.HostPort or FactKind.HostPortNumber => difference.Pod is null,
            _ => false,
        }),
    ];

    private static bool Shares(Difference difference, Observation pod) => pod.Sharing.Contains(difference.What.Service);

    // POD_PORT_WEB_80 for `80/tcp at 0.0.0.0` of 'web', and POD_PORT_WEB_2_80 for that of its second instance.
    private static IEnumerable<string> VariablesOf(Fact number)
    {
        var port = number.Name.Split(' ')[0].Split('/');
        var service = NotInVariables().Replace(number.Service.ToUpperInvariant(), "_");
        var target = port[1] == "tcp" ? port[0] : $"{port[0]}_{port[1].ToUpperInvariant()}";
        return [$"POD_PORT_{service}_{target}", .. Enumerable.Range(2, 9).Select(instance => $"POD_PORT_{service}_{instance}_{target}")];
    }

    private static string WithoutNetwork(string sysctls) =>
        new JsonObject(JsonNode.Parse(sysctls)!.AsObject().Where(sysctl => !sysctl.Key.StartsWith("net.", StringComparison.Ordinal)).Select(sysctl => KeyValuePair.Create(sysctl.Key, sysctl.Value?.DeepClone()))).ToJsonString();

    [GeneratedRegex("[^A-Z0-9]")]
    private static partial Regex NotInVariables();

    [GeneratedRegex(@"^bind \(sandbox\)/(configs|secrets)/\S+ ro rprivate$", RegexOptions.ExplicitCapture)]
    private static partial Regex WrittenFile();
}
