using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ComposeExecutor.Compose;

/// <summary>Writes a Compose project as YAML that a person can read and <c>docker compose</c> reads back as the same project.</summary>
public static class ComposeYaml
{
    // The order in which people write a project; what is not named here follows as it comes.
    private static readonly string[] TopLevelOrder = ["name", "services", "networks", "volumes", "configs", "secrets"];

    // Readers take a key of up to 1024 characters as it stands in the file, where one character may be escaped as six.
    private const int LongestSimpleKey = 1024 / 6;

    /// <summary>Writes the project.</summary>
    /// <param name="model">The project.</param>
    /// <param name="heading">Lines of comment to stand above it.</param>
    /// <param name="writer">Where to write to.</param>
    public static void Write(ComposeModel model, IEnumerable<string> heading, TextWriter writer)
    {
        foreach (var line in heading)
            writer.Write($"# {OneLine(line)}\n");
        writer.Write('\n');

        var emitter = new Emitter(writer, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, LongestSimpleKey)
            .WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        WriteMapping(emitter, model.Root.OrderBy(entry => TopLevelOrder.IndexOf(entry.Key) is var at and >= 0 ? at : TopLevelOrder.Length));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    // YAML allows control characters in quotes only: in a comment they make the whole file unreadable.
    private static string OneLine(string line) =>
        string.Concat(line.ReplaceLineEndings(" ").Select(character => char.IsControl(character) ? ' ' : character));

    private static void WriteNode(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject mapping:
                WriteMapping(emitter, mapping);
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                    WriteNode(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(emitter, value.GetValue<string>());
                break;
            default:
                WritePlain(emitter, node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteMapping(Emitter emitter, IEnumerable<KeyValuePair<string, JsonNode?>> mapping)
    {
        var entries = mapping.ToList();
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, entries.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
        foreach (var (key, value) in entries)
        {
            WriteText(emitter, key);
            WriteNode(emitter, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void WriteText(Emitter emitter, string text)
    {
        if (IsPlain(text))
            WritePlain(emitter, text);
        else
            emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true));
    }

    private static void WritePlain(Emitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    // Quoted unless every YAML reader, 1.1 included, takes it for a string: no `y`, no `1e3`, no `12:30`, no dates.
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= 200
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '$')
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '-' or '.' or '$' or '{' or '}' or '@' or '=' or '+')
        && text.ToLower(CultureInfo.InvariantCulture) is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null");
}
