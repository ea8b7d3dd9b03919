using System.Text.Json;

namespace ComposeExecutor.Docker;

/// <summary>Reading the engine's answers without trusting their shape: a field of another type counts as absent.</summary>
internal static class EngineJson
{
    /// <summary>A field's value; an undefined element when it is absent or the parent is not an object.</summary>
    public static JsonElement Field(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A field's text; null when it is absent or not a string.</summary>
    public static string? Text(this JsonElement parent, string name) =>
        parent.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A field's whole number; 0 when it is absent or not one.</summary>
    public static long Number(this JsonElement parent, string name) =>
        parent.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>Whether a field is true.</summary>
    public static bool Flag(this JsonElement parent, string name) => parent.Field(name).ValueKind == JsonValueKind.True;

    /// <summary>The elements of a field's list; none when it is absent or not a list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The entries of a field's map; none when it is absent or not a map.</summary>
    public static IEnumerable<JsonProperty> Entries(this JsonElement parent, string name) =>
        parent.Field(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];
}
