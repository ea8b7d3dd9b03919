using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Compose;

/// <summary>Reading and changing compose JSON without trusting its shape: a field of another type counts as absent.</summary>
public static class ComposeJson
{
    /// <summary>A scalar as text: strings as they are, numbers and booleans as written; null for anything else.</summary>
    /// <param name="node">The field's value.</param>
    public static string? AsText(this JsonNode? node) => node is not JsonValue value
        ? null
        : value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
            _ => null,
        };

    /// <summary>A boolean, also when it is written as a string; null for anything else.</summary>
    /// <param name="node">The field's value.</param>
    public static bool? AsBoolean(this JsonNode? node) => bool.TryParse(node.AsText(), out var value) ? value : null;

    /// <summary>A whole number, also when it is written as a string; null for anything else.</summary>
    /// <param name="node">The field's value.</param>
    public static int? AsInteger(this JsonNode? node) =>
        int.TryParse(node.AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>The texts of a list; a single scalar counts as a list of one; anything else as empty.</summary>
    /// <param name="node">The field's value.</param>
    public static IEnumerable<string> AsTexts(this JsonNode? node) => node switch
    {
        JsonArray list => list.Select(AsText).OfType<string>(),
        JsonValue when node.AsText() is { } single => [single],
        _ => [],
    };

    /// <summary>The object in a field, put there when the field is missing or not an object.</summary>
    /// <param name="parent">The object that has the field.</param>
    /// <param name="name">The field's name.</param>
    public static JsonObject ObjectAt(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject existing)
            return existing;
        var created = new JsonObject();
        parent[name] = created;
        return created;
    }

    /// <summary>A JSON list of texts.</summary>
    /// <param name="texts">The texts, in order.</param>
    public static JsonArray ListOf(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    /// <summary>Takes a field out of an object and returns it, free to be put elsewhere.</summary>
    /// <param name="parent">The object that has the field.</param>
    /// <param name="name">The field's name.</param>
    public static JsonNode? Take(this JsonObject parent, string name)
    {
        var node = parent[name];
        parent.Remove(name);
        return node;
    }

    /// <summary>
    /// A text so written that Compose reads it back unchanged: it would otherwise take <c>$</c> for the start of a variable.
    /// </summary>
    /// <param name="text">Any text that does not come from Compose itself.</param>
    public static string Escape(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>The text that Compose reads from an escaped one.</summary>
    /// <param name="text">A text as Compose prints it.</param>
    public static string Unescape(string text) => text.Replace("$$", "$", StringComparison.Ordinal);
}
