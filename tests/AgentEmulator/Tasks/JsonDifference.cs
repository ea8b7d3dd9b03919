using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>Says where two JSON trees differ.</summary>
internal static class JsonDifference
{
    /// <returns>The place and kind of the first difference, or null.</returns>
    public static string? Find(JsonNode? expected, JsonNode? actual, string path = "")
    {
        if (JsonNode.DeepEquals(expected, actual))
            return null;

        return (expected, actual) switch
        {
            (JsonObject wanted, JsonObject got) => FindInObject(wanted, got, path),
            (JsonArray wanted, JsonArray got) when wanted.Count == got.Count => wanted
                .Select((item, index) => Find(item, got[index], $"{path}[{index}]"))
                .FirstOrDefault(difference => difference is not null),
            (not null, null) => $"{path} is missing",
            (null, not null) => $"{path} was added",
            _ => $"{path} is {Shorten(actual)} instead of {Shorten(expected)}",
        };
    }

    private static string? FindInObject(JsonObject wanted, JsonObject got, string path)
    {
        foreach (var name in wanted.Select(field => field.Key).Union(got.Select(field => field.Key)))
        {
            if (Find(wanted[name], got[name], path.Length == 0 ? name : $"{path}.{name}") is { } difference)
                return difference;
        }

        // Only a null beside an absent field is left, which is the same to protobuf.
        return null;
    }

    private static string Shorten(JsonNode? node) =>
        node?.ToJsonString() switch { null => "null", { Length: > 60 } text => text[..57] + "…", var text => text };
}
