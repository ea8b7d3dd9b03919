using System.Text.Json.Nodes;
using ComposeExecutor.Configuration;
using ComposeExecutor.Configuration.Keys;

namespace ComposeExecutor.Tests.Configuration;

public sealed class SettingsSchemaSpecs
{
    [Fact]
    public void Every_key_is_found_at_its_place_with_what_the_documentation_says()
    {
        var schema = SettingsSchema.Create();

        foreach (var key in SettingKeys.All)
        {
            var leaf = key.Name.Split('.').Aggregate((JsonNode?)schema, (node, section) => node?["properties"]?[section]).ShouldNotBeNull(key.Name);
            leaf["description"]!.GetValue<string>().ShouldStartWith(key.Meaning);
            leaf["default"]!.GetValue<string>().ShouldBe(key.Default);
        }
    }

    [Fact]
    public void A_key_with_few_values_lists_them() =>
        SettingsSchema.Create()["properties"]!["pod"]!["properties"]!["network"]!["enum"]!.AsArray().Select(value => value!.GetValue<string>())
            .ShouldBe(["auto", "shared", "compose", "host", "none"]);

    [Fact]
    public void The_list_of_locks_is_a_list_of_texts() =>
        SettingsSchema.Create()["properties"]!["locked"]!["items"]!["type"]!.GetValue<string>().ShouldBe("string");
}
