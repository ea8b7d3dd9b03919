using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Turns configs and secrets whose content stands in the file or in the environment into files. Compose copies such content
/// into a container when it starts it, and in a pod the supervisor starts the containers, not Compose. A file of the task's own is
/// mounted as it is, unless a service wants it with an owner or permissions: then a copy that has them is mounted.
/// </summary>
public sealed class WriteInlineFiles : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context) =>
        Apply("secrets", "/run/secrets/", Apply("configs", "/", draft, context), context);

    private static PodDraft Apply(string section, string folder, PodDraft draft, PodContext context)
    {
        if (draft.Model.Root[section] is not JsonObject entries)
            return draft;
        var original = entries.DeepClone();
        foreach (var service in draft.Services)
        {
            foreach (var reference in (service.Fields[section] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                if (reference["source"].AsText() is { } source && original[source] is JsonObject entry)
                    draft = Apply(new Wanted(section, source, service.Name), entry, reference, folder, draft, context);
            }
        }

        return draft;
    }

    private static PodDraft Apply(Wanted wanted, JsonObject entry, JsonObject reference, string folder, PodDraft draft, PodContext context)
    {
        if (entry["external"].AsBoolean() is true)
        {
            throw new TransformException(
                $"{wanted} is external, which only a Swarm cluster can provide. Give it a file, a content or an environment variable.");
        }

        var content = ContentOf(wanted, entry, context);
        var file = new PodFile("") { Content = content, Source = entry["file"].AsText() is { } path ? ComposeJson.Unescape(path) : null, Purpose = $"{wanted}" };
        if (content is not null)
            draft = Place(wanted.Section, wanted.Name, file, draft, context);

        var attributes = FileAttributes.Of(reference, $"{wanted}");
        if (attributes.AreDefault || (content is null && file.Source is null))
            return draft;
        if (attributes.HaveOwner && !context.MayChangeOwners)
            return WithoutOwner(wanted, content is null, reference, draft);

        var variant = attributes.Variant(wanted.Name);
        reference["target"] ??= folder + wanted.Name;
        reference["source"] = variant;
        Forget(reference);
        return Place(wanted.Section, variant, file with
        {
            UserId = attributes.UserId,
            GroupId = attributes.GroupId,
            Mode = attributes.Mode ?? PodFile.ReadableByAll,
        }, draft, context);
    }

    private static PodDraft Place(string section, string name, PodFile file, PodDraft draft, PodContext context)
    {
        var path = Path.Combine(context.Folder, section, FileName(name));
        var entry = draft.Model.Section(section).ObjectAt(name);
        entry.Remove("content");
        entry.Remove("environment");
        entry["file"] = ComposeJson.Escape(path);
        return draft.Files.Any(other => other.Path == path) ? draft : draft with { Files = draft.Files.Add(file with { Path = path }) };
    }

    // Compose mounts a file as it is, whatever owner it is to have. Content that stands elsewhere it does give to the owner.
    private static PodDraft WithoutOwner(Wanted wanted, bool isFile, JsonObject reference, PodDraft draft)
    {
        if (!isFile)
        {
            throw new TransformException(
                $"{wanted} is to belong to another user or group (uid, gid), which only an executor that runs as root can do. Run it as root, or leave them out.");
        }

        Forget(reference);
        return draft.Noting($"{wanted} is mounted as it is, since only an executor that runs as root can give files away (uid, gid).");
    }

    // Compose warns that it cannot honour them; what it mounts has them already.
    private static void Forget(JsonObject reference)
    {
        foreach (var field in new[] { "uid", "gid", "mode" })
            reference.Remove(field);
    }

    private static string? ContentOf(Wanted wanted, JsonObject entry, PodContext context)
    {
        // Releases of Compose that read the variable themselves print both.
        if (entry["content"].AsText() is { } content)
            return ComposeJson.Unescape(content);
        if (entry["environment"].AsText() is not { } variable)
            return null;
        return context.Environment.TryGetValue(variable, out var value)
            ? value
            : throw new TransformException($"{wanted} takes its content from the environment variable {variable}, which the task does not set.");
    }

    // Compose allows dots in names, and two of them would be another folder.
    private static string FileName(string name) => name is "." or ".." ? $"{name}-" : Uri.EscapeDataString(name);

    private sealed record Wanted(string Section, string Name, string Service)
    {
        public override string ToString() => $"'{Section}.{Name}' of service '{Service}'";
    }
}
