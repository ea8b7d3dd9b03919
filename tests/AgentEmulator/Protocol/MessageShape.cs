using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>
/// The fields of a message, and the check of a JSON object against them as an agent converts JSON to protobuf
/// (<c>3rdparty/stout/include/stout/protobuf.hpp</c>): unknown fields are ignored, null is an unset field, a number or flag may be
/// written as text, a name that is unknown counts as unset unless the field is required.
/// </summary>
internal sealed class MessageShape(params Field[] fields)
{
    /// <summary>Finds what makes the object impossible to convert.</summary>
    /// <returns>The reason, or null.</returns>
    public string? FindConversionError(JsonObject message)
    {
        foreach (var field in fields)
        {
            if (message[field.Name] is { } value && FindConversionError(field, value) is { } error)
                return error;
        }

        return null;
    }

    /// <summary>Lists the paths of required fields that are not set.</summary>
    public IEnumerable<string> FindMissing(JsonObject message, string prefix = "")
    {
        foreach (var field in fields)
        {
            var value = message[field.Name];
            if (value is null)
            {
                if (field.Required)
                    yield return prefix + field.Name;
                continue;
            }

            if (field.Message is null)
                continue;

            var items = value is JsonArray array ? array.ToArray() : [value];
            for (var index = 0; index < items.Length; index++)
            {
                if (items[index] is not JsonObject item)
                    continue;

                var path = value is JsonArray ? $"{prefix}{field.Name}({index})." : $"{prefix}{field.Name}.";
                foreach (var missing in field.Message.FindMissing(item, path))
                    yield return missing;
            }
        }
    }

    private static string? FindConversionError(Field field, JsonNode value)
    {
        if (value is JsonArray array)
        {
            return field.Repeated
                ? array.Select(item => item is null ? null : FindConversionError(field, item)).FirstOrDefault(error => error is not null)
                : $"Not expecting a JSON array for field '{field.Name}'";
        }

        return value.GetValueKind() switch
        {
            JsonValueKind.Object => field.Kind is FieldKind.Message
                ? field.Message?.FindConversionError(value.AsObject())
                : $"Not expecting a JSON object for field '{field.Name}'",
            JsonValueKind.String => FindTextError(field, value.GetValue<string>()),
            JsonValueKind.Number => field.Kind is FieldKind.Number ? null : $"Not expecting a JSON number for field '{field.Name}'",
            JsonValueKind.True or JsonValueKind.False =>
                field.Kind is FieldKind.Flag ? null : $"Not expecting a JSON boolean for field '{field.Name}'",
            _ => null,
        };
    }

    private static string? FindTextError(Field field, string text) => field.Kind switch
    {
        FieldKind.Text => null,
        FieldKind.Bytes => IsBase64(text) ? null : $"Failed to base64 decode bytes field '{field.Name}'",
        FieldKind.Name => field.Required && !field.Names.Contains(text) ? $"Failed to find enum for '{text}'" : null,
        FieldKind.Number => text is "Infinity" or "-Infinity" || IsJson(text, JsonValueKind.Number)
            ? null
            : $"Failed to parse '{text}' as a JSON number for field '{field.Name}'",
        FieldKind.Flag => IsJson(text, JsonValueKind.True) || IsJson(text, JsonValueKind.False)
            ? null
            : $"Failed to parse '{text}' as a JSON boolean for field '{field.Name}'",
        _ => $"Not expecting a JSON string for field '{field.Name}'",
    };

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    private static bool IsJson(string text, JsonValueKind kind)
    {
        try
        {
            return JsonNode.Parse(text)?.GetValueKind() == kind;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
