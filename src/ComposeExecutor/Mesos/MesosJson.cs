using System.Globalization;
using System.Text.Json;

namespace ComposeExecutor.Mesos;

/// <summary>
/// Fields of protobuf messages in Mesos' JSON: absent and null mean unset, 64-bit numbers may be strings, doubles may be <c>"Infinity"</c>,
/// bytes are base64. A field of the wrong kind is an <see cref="ExecutorEventException"/> that names it.
/// </summary>
internal static class MesosJson
{
    /// <summary>Parses and reads in one go, so that whatever is wrong with the text comes out as one exception type.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> json, string what, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new ExecutorEventException($"{what} is a JSON {document.RootElement.ValueKind}; expected an object.");
        }
        catch (JsonException e)
        {
            throw new ExecutorEventException($"{what} is not JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // JsonElement throws this for strings that are not Unicode, wherever they are looked at.
            throw new ExecutorEventException($"{what} holds text that is not Unicode.", e);
        }
    }

    public static JsonElement? Field(this JsonElement message, string name) =>
        message.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    public static JsonElement? Message(this JsonElement message, string name) => message.Field(name, JsonValueKind.Object);

    public static JsonElement RequiredMessage(this JsonElement message, string name) => message.Message(name) ?? throw Missing(name);

    public static string? Text(this JsonElement message, string name) => message.Field(name, JsonValueKind.String)?.GetString();

    public static string RequiredText(this JsonElement message, string name) =>
        message.Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    /// <summary>The <c>value</c> of an id message such as <c>task_id</c>.</summary>
    public static string RequiredId(this JsonElement message, string name) =>
        message.Message(name)?.Text("value") is { Length: > 0 } id ? id : throw Missing($"{name}.value");

    public static byte[]? Bytes(this JsonElement message, string name) =>
        message.Field(name, JsonValueKind.String) is not { } field ? null
        : field.TryGetBytesFromBase64(out var bytes) ? bytes
        : throw new ExecutorEventException($"The field {name} is not base64.");

    public static IEnumerable<JsonElement> Messages(this JsonElement message, string name)
    {
        if (message.Field(name, JsonValueKind.Array) is not { } array)
            yield break;
        foreach (var item in array.EnumerateArray())
            yield return item.ValueKind == JsonValueKind.Object ? item : throw Wrong(name, item, JsonValueKind.Object);
    }

    /// <summary>The items of a list wrapped in a message of its own, as <c>labels.labels</c> or <c>task_group.tasks</c>.</summary>
    public static IEnumerable<JsonElement> Messages(this JsonElement message, string wrapper, string name) =>
        message.Message(wrapper)?.Messages(name) ?? [];

    public static double? Double(this JsonElement message, string name)
    {
        if (message.Field(name) is not { } field)
            return null;
        if (field.ValueKind == JsonValueKind.Number && field.TryGetDouble(out var number))
            return number;
        if (field.ValueKind == JsonValueKind.String
            && double.TryParse(field.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return number;
        throw Wrong(name, field, JsonValueKind.Number);
    }

    public static long? Integer(this JsonElement message, string name)
    {
        if (message.Field(name) is not { } field)
            return null;
        if (field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var number))
            return number;
        if (field.ValueKind == JsonValueKind.String
            && long.TryParse(field.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return number;

        // 5.0 is an integer too; the cast saturates, so that 1e30 and uint64 values are merely very large.
        return message.Double(name) is { } value && !double.IsNaN(value) ? (long)value : throw Wrong(name, field, JsonValueKind.Number);
    }

    /// <summary>A <c>DurationInfo</c>: nanoseconds, never negative.</summary>
    public static TimeSpan? Duration(this JsonElement message, string name) =>
        message.Message(name)?.Integer("nanoseconds") is { } nanoseconds
            ? TimeSpan.FromTicks(Math.Max(0, nanoseconds / TimeSpan.NanosecondsPerTick))
            : null;

    private static JsonElement? Field(this JsonElement message, string name, JsonValueKind kind) =>
        message.Field(name) is not { } field ? null : field.ValueKind == kind ? field : throw Wrong(name, field, kind);

    private static ExecutorEventException Missing(string name) => new($"The required field {name} is missing.");

    private static ExecutorEventException Wrong(string name, JsonElement found, JsonValueKind expected) =>
        new($"The field {name} is a JSON {found.ValueKind}; expected {expected}.");
}
