using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Compose;

/// <summary>
/// A Compose project as <c>docker compose config --format json</c> prints it. It stays JSON, with typed views of what this
/// project works on, so that fields nobody here knows survive.
/// </summary>
public sealed class ComposeModel
{
    private ComposeModel(JsonObject root) => Root = root;

    /// <summary>The whole project, for reading and changing.</summary>
    public JsonObject Root { get; }

    /// <summary>The project's name; empty when the file has none.</summary>
    public string Name
    {
        get => Root["name"].AsText() ?? "";
        set => Root["name"] = value;
    }

    /// <summary>The services, sorted by name, as Compose prints them.</summary>
    public IEnumerable<ComposeService> Services =>
        Section("services").OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new ComposeService(entry.Key, (JsonObject)entry.Value!));

    /// <summary>Reads what Compose printed.</summary>
    /// <param name="json">The UTF-8 text of one JSON object.</param>
    /// <exception cref="ComposeException">It is not a JSON object, or a service in it is not one.</exception>
    public static ComposeModel Parse(ReadOnlySpan<byte> json)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw Unexpected(exception.Message, exception);
        }

        if (root is not JsonObject project)
            throw Unexpected("it is not an object");
        foreach (var name in new[] { "services", "networks", "volumes", "configs", "secrets" })
        {
            if (project[name] is not (null or JsonObject))
                throw Unexpected($"'{name}' is not an object");
        }

        foreach (var (name, service) in project["services"] as JsonObject ?? [])
        {
            if (service is not JsonObject)
                throw Unexpected($"service '{name}' is not an object");
        }

        return new ComposeModel(project);
    }

    /// <summary>A copy that can be changed without changing this one.</summary>
    public ComposeModel Clone() => new((JsonObject)Root.DeepClone());

    /// <summary>One service, or null when there is none of that name.</summary>
    /// <param name="name">The service's name.</param>
    public ComposeService? Service(string name) =>
        Section("services")[name] is JsonObject service ? new ComposeService(name, service) : null;

    /// <summary>Adds a service.</summary>
    /// <param name="name">A name that no service has yet.</param>
    /// <param name="fields">Its fields, as in a compose file.</param>
    public ComposeService AddService(string name, JsonObject fields)
    {
        Section("services").Add(name, fields);
        return new ComposeService(name, fields);
    }

    /// <summary>One of the top-level maps (<c>services</c>, <c>networks</c>, <c>volumes</c>, …), made when missing.</summary>
    /// <param name="name">The section's name.</param>
    public JsonObject Section(string name) => Root.ObjectAt(name);

    /// <summary>Takes out the networks that no service is attached to, which Compose would not create either.</summary>
    public void DropUnusedNetworks()
    {
        var used = Services.SelectMany(service => service.Networks).ToHashSet();
        foreach (var network in Section("networks").Select(entry => entry.Key).Where(name => !used.Contains(name)).ToList())
            Section("networks").Remove(network);
    }

    /// <summary>Keys of a top-level map's entries that the project owns itself, so without external ones.</summary>
    /// <param name="section">The section's name.</param>
    public ImmutableArray<string> Owned(string section) =>
        Root[section] is JsonObject entries
            ? [.. entries.Where(entry => (entry.Value as JsonObject)?["external"].AsBoolean() is not true).Select(entry => entry.Key)]
            : [];

    private static ComposeException Unexpected(string why, Exception? cause = null) =>
        new(ComposeFailure.ComposeUnavailable, $"'docker compose config' printed something that is not a Compose project: {why}.", cause);
}
