using System.Globalization;
using System.Text.Json.Nodes;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>What the observer has to know of the files of a project, as Compose renders them.</summary>
/// <param name="root">What <c>docker compose config --format json</c> printed.</param>
internal sealed class ProjectModel(JsonObject root)
{
    /// <summary>The services that run at all.</summary>
    public IEnumerable<string> Services => Section("services").Where(service => Replicas(service.Key) > 0).Select(service => service.Key).Order(StringComparer.Ordinal);

    /// <summary>How many containers a service has.</summary>
    public int Replicas(string service) =>
        int.Parse((Fields(service)["scale"] ?? (Fields(service)["deploy"] as JsonObject)?["replicas"])?.ToString() ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Every name, and every fixed address, by which others may ask for a service.</summary>
    public IEnumerable<string> NamesOf(string service)
    {
        var networks = (Fields(service)["networks"] as JsonObject)?.Select(network => network.Value as JsonObject) ?? [];
        string?[] names =
        [
            service,
            Text(service, "container_name"),
            Text(service, "hostname"),
            Text(service, "hostname") is { } host && Text(service, "domainname") is { } domain ? $"{host}.{domain}" : null,
            .. networks.SelectMany(network => Texts(network?["aliases"])),
            .. networks.Select(network => network?["ipv4_address"]?.ToString()),
            .. Services.SelectMany(other => Texts(Fields(other)["links"])).Where(link => link.StartsWith(service + ":", StringComparison.Ordinal)).Select(link => link[(service.Length + 1)..]),
        ];
        return names.OfType<string>().Distinct();
    }

    /// <summary>The container ports that a service publishes, such as <c>80/tcp</c>.</summary>
    public IEnumerable<string> PublishedBy(string service) =>
        Items(service, "ports").Select(port => $"{port["target"]}/{port["protocol"] ?? "tcp"}").Distinct();

    /// <summary>The names that a service gets by <c>extra_hosts</c>.</summary>
    public IEnumerable<string> ExtraHostsOf(string service) => Texts(Fields(service)["extra_hosts"]).Select(entry => entry.Split('=', ':')[0]).Distinct();

    /// <summary>The kernel settings of a service, as files.</summary>
    public IEnumerable<string> SysctlsOf(string service) =>
        (Fields(service)["sysctls"] as JsonObject)?.Select(sysctl => $"/proc/sys/{sysctl.Key.Replace('.', '/')}") ?? [];

    /// <summary>Where a service finds its secrets and configs.</summary>
    public IEnumerable<string> FilesOf(string service) =>
    [
        .. Items(service, "secrets").Select(secret => Target("/run/secrets", secret)),
        .. Items(service, "configs").Select(config => Target("/", config)),
    ];

    private static string Target(string folder, JsonObject entry) => Path.Combine(folder, (entry["target"] ?? entry["source"])!.ToString());

    private IEnumerable<JsonObject> Items(string service, string field) => (Fields(service)[field] as JsonArray)?.OfType<JsonObject>() ?? [];

    private JsonObject Section(string name) => root[name] as JsonObject ?? [];

    private JsonObject Fields(string service) => (JsonObject)Section("services")[service]!;

    private string? Text(string service, string field) => Fields(service)[field]?.ToString();

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray)?.Select(entry => entry!.ToString()) ?? [];
}
