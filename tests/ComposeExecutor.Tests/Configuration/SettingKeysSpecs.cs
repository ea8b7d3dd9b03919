using System.Runtime.CompilerServices;
using ComposeExecutor.Configuration.Keys;

namespace ComposeExecutor.Tests.Configuration;

public sealed class SettingKeysSpecs
{
    [Fact]
    public void The_documentation_lists_exactly_the_keys_of_the_table()
    {
        var expected = SettingKeys.All
            .Select(key => $"| `{key.Name}` | {Code(key.Default)} | {key.Meaning} | `{key.Example}` | {key.InDceGo} |")
            .Concat(PredecessorKeys.All.Select(key => $"| `{key.Name}` | {key.Reason} |"));

        var documented = File.ReadLines(Documentation()).Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        documented.ShouldBe(expected);
    }

    [Fact]
    public void The_documentation_says_which_keys_a_task_may_not_set() =>
        File.ReadAllText(Documentation()).ShouldContain(
            string.Join(", ", SettingKeys.All.Where(key => key.Scope == KeyScope.Executor).Select(key => $"`{key.Name}`"))
            + " can be set in the operator's file and the environment only");

    [Fact]
    public void Every_example_is_allowed()
    {
        foreach (var key in SettingKeys.All)
        {
            using var configuration = new ConfigurationFixture();
            configuration.Operator($"{key.Name}: '{key.Example}'");
            configuration.Settings().ShouldNotBe(ComposeExecutor.Configuration.Settings.Default, key.Name);
        }
    }

    [Fact]
    public void Every_key_can_be_set_by_its_variable()
    {
        foreach (var key in SettingKeys.All)
        {
            using var configuration = new ConfigurationFixture();
            configuration.Variable("COMPOSE_EXECUTOR_" + key.Name.Replace('.', '_').ToUpperInvariant(), key.Example);
            configuration.Settings().ShouldNotBe(ComposeExecutor.Configuration.Settings.Default, key.Name);
        }
    }

    [Fact]
    public void No_two_keys_have_the_same_variable() =>
        SettingKeys.All.Select(key => key.Name.Replace('.', '_')).ShouldBeUnique();

    [Fact]
    public void No_key_is_also_one_without_effect() =>
        SettingKeys.All.ShouldAllBe(key => PredecessorKeys.Find(key.Name) == null);

    private static string Code(string text) => text.Length == 0 ? "empty" : $"`{text}`";

    private static string Documentation([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs/configuration.md");
}
