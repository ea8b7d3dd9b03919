using System.Text.Json.Nodes;
using ComposeExecutor.Configuration.Keys;
using ComposeExecutor.Configuration.Layers;

namespace ComposeExecutor.Configuration;

/// <summary>The JSON schema of the configuration files, by which editors complete and check them.</summary>
public static class SettingsSchema
{
    /// <summary>Makes the schema (JSON Schema, draft 2020-12).</summary>
    public static JsonObject Create()
    {
        var properties = new JsonObject
        {
            [KeyLocks.Key] = new JsonObject
            {
                ["description"] = "Keys or sections that only this file may set; in the operator's file only.",
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string" },
            },
        };
        foreach (var key in SettingKeys.All)
            Add(properties, key);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "compose-executor's configuration",
            ["type"] = "object",
            ["properties"] = properties,
        };
    }

    private static void Add(JsonObject properties, SettingKey key)
    {
        var sections = key.Name.Split('.');
        foreach (var section in sections[..^1])
        {
            properties.TryAdd(section, new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() });
            properties = (JsonObject)properties[section]!["properties"]!;
        }

        var leaf = new JsonObject { ["description"] = $"{key.Meaning} Allowed: {key.Allowed}.", ["default"] = key.Default, ["examples"] = new JsonArray(key.Example) };
        if (key.Choices.IsEmpty)
            leaf["type"] = new JsonArray("string", "number", "boolean", "array", "null");
        else
            leaf["enum"] = new JsonArray([.. key.Choices.Select(choice => JsonValue.Create(choice))]);
        properties[sections[^1]] = leaf;
    }
}
