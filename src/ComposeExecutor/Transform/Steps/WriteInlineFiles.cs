using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Turns configs and secrets whose content stands in the file or in the environment into files. Compose copies such content
/// into a container when it starts it, and in a pod the supervisor starts the containers, not Compose.
/// </summary>
public sealed class WriteInlineFiles : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var section in new[] { "configs", "secrets" })
        {
            if (draft.Model.Root[section] is not JsonObject entries)
                continue;
            foreach (var (name, node) in entries)
            {
                if (node is JsonObject entry && ContentOf(section, name, entry, context) is { } content)
                {
                    var path = Path.Combine(context.Folder, section, Uri.EscapeDataString(name));
                    entry["file"] = ComposeJson.Escape(path);
                    draft = draft with { Files = draft.Files.Add(new PodFile(path, content)) };
                }
            }
        }

        return draft;
    }

    private static string? ContentOf(string section, string name, JsonObject entry, PodContext context)
    {
        if (entry["external"].AsBoolean() is true)
        {
            throw new TransformException(
                $"'{section}.{name}' is external, which only a Swarm cluster can provide. Give it a file, a content or an environment variable.");
        }

        // Releases of Compose that read the variable themselves print both.
        var variable = entry.Take("environment").AsText();
        if (entry.Take("content").AsText() is { } content)
            return ComposeJson.Unescape(content);
        if (variable is null)
            return null;
        return context.Environment.TryGetValue(variable, out var value)
            ? value
            : throw new TransformException($"'{section}.{name}' takes its content from the environment variable {variable}, which the task does not set.");
    }
}
