using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Launch;

/// <summary>Says what a path is to a pod that the engine could not mount: its own message has the path alone.</summary>
internal static class MountSources
{
    private const string Complaint = "bind source path does not exist: ";

    private static readonly string[] Sections = ["configs", "secrets"];

    /// <summary>The engine's message with what it is about, and what to do; as it is when it is about something else.</summary>
    /// <param name="message">Why the containers could not be created.</param>
    /// <param name="plan">The pod.</param>
    public static string Explain(string message, PodDraft plan)
    {
        var at = message.IndexOf(Complaint, StringComparison.Ordinal);
        if (at < 0)
            return message;
        var path = message[(at + Complaint.Length)..].Trim();
        var users = plan.Services.SelectMany(service => Volumes(service, path).Concat(Files(plan, service, path))).ToList();
        return users.Count == 0
            ? message
            : $"{message.TrimEnd('.')}. It is {string.Join(", and ", users)}. Fetch it with the task or create it on the host"
                + (users.Any(user => user.StartsWith("mounted", StringComparison.Ordinal)) ? ", or let it be created empty with 'bind: { create_host_path: true }'." : ".");
    }

    private static IEnumerable<string> Volumes(ComposeService service, string path) =>
        from volume in (service.Fields["volumes"] as JsonArray)?.OfType<JsonObject>() ?? []
        where volume["type"].AsText() == "bind" && IsPath(volume["source"], path)
        select $"mounted at {volume["target"].AsText()} by service '{service.Name}'";

    private static IEnumerable<string> Files(PodDraft plan, ComposeService service, string path) =>
        from section in Sections
        from reference in (service.Fields[section] as JsonArray)?.OfType<JsonObject>() ?? []
        let source = reference["source"].AsText()
        where source is not null && IsPath(plan.Model.Root[section]?[source]?["file"], path)
        select $"the {section.TrimEnd('s')} '{source}' of service '{service.Name}'";

    private static bool IsPath(JsonNode? node, string path) => node.AsText() is { } text && ComposeJson.Unescape(text) == path;
}
