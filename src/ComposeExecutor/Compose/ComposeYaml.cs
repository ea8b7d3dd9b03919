using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Compose;

/// <summary>
/// Writes a Compose project as YAML that a person can read and <c>docker compose</c> reads back as the same project. It
/// writes the small part of YAML that JSON needs, which is why no emitter is asked for it.
/// </summary>
public static class ComposeYaml
{
    private const string Indentation = "  ";

    // The order in which people write a project; what is not named here follows as it comes.
    private static readonly string[] TopLevelOrder = ["name", "services", "networks", "volumes", "configs", "secrets"];

    // A double-quoted scalar of YAML may be any JSON string, but a character beyond 16 bits must not be written as two escapes.
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the project.</summary>
    /// <param name="model">The project.</param>
    /// <param name="heading">Lines of comment to stand above it.</param>
    /// <param name="writer">Where to write to.</param>
    public static void Write(ComposeModel model, IEnumerable<string> heading, TextWriter writer)
    {
        foreach (var line in heading)
            writer.Write($"# {line.ReplaceLineEndings(" ")}\n");
        writer.Write('\n');
        foreach (var (key, value) in model.Root.OrderBy(entry => TopLevelOrder.IndexOf(entry.Key) is var at and >= 0 ? at : TopLevelOrder.Length))
            WriteEntry(writer, key, value, "");
    }

    private static void WriteEntry(TextWriter writer, string key, JsonNode? value, string indentation)
    {
        writer.Write(indentation);
        writer.Write(Scalar(key));
        writer.Write(':');
        WriteBelow(writer, value, indentation);
    }

    private static void WriteBelow(TextWriter writer, JsonNode? node, string indentation)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } mapping:
                writer.Write('\n');
                foreach (var (key, value) in mapping)
                    WriteEntry(writer, key, value, indentation + Indentation);
                break;
            case JsonArray { Count: > 0 } list:
                writer.Write('\n');
                foreach (var item in list)
                    WriteItem(writer, item, indentation + Indentation);
                break;
            default:
                writer.Write(' ');
                writer.Write(Scalar(node));
                writer.Write('\n');
                break;
        }
    }

    // The first entry of a mapping in a list stands beside the hyphen, the others below it.
    private static void WriteItem(TextWriter writer, JsonNode? item, string indentation)
    {
        writer.Write(indentation);
        writer.Write('-');
        if (item is not JsonObject { Count: > 0 } mapping)
        {
            WriteBelow(writer, item, indentation);
            return;
        }

        var first = true;
        foreach (var (key, value) in mapping)
        {
            writer.Write(first ? " " : indentation + Indentation);
            writer.Write(Scalar(key));
            writer.Write(':');
            WriteBelow(writer, value, indentation + Indentation);
            first = false;
        }
    }

    private static string Scalar(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Scalar(string text) => IsPlain(text) ? text : ((JsonNode)text).ToJsonString(Quoting);

    // Quoted unless every YAML reader, 1.1 included, takes it for a string: no `y`, no `1e3`, no `12:30`, no dates.
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= 200
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '$')
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '_' or '-' or '.' or '$' or '{' or '}' or '@' or '=' or '+')
        && text.ToLower(CultureInfo.InvariantCulture) is not ("y" or "n" or "yes" or "no" or "on" or "off" or "true" or "false" or "null");
}
