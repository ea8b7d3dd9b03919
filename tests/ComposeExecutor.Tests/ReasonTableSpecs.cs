using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ComposeExecutor.Tests;

public sealed partial class ReasonTableSpecs
{
    [Fact]
    public void Every_row_of_the_table_of_reasons_names_a_test_that_exists()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Root(), "tests/ComposeExecutor.IntegrationTests"), "*Specs.cs", SearchOption.AllDirectories)
            .Select(file => (Class: Path.GetFileNameWithoutExtension(file), Text: File.ReadAllText(file)))
            .ToList();
        var rows = File.ReadLines(Path.Combine(Root(), "docs/reasons.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToList();

        rows.Count.ShouldBeGreaterThan(20);
        foreach (var row in rows)
        {
            var named = Test().Matches(row.Split('|')[^2]);
            named.Count.ShouldBePositive(row);
            foreach (Match test in named)
                tests.ShouldContain(file => file.Class == test.Groups[1].Value && (test.Groups[2].Length == 0 || file.Text.Contains($" {test.Groups[2].Value}(", StringComparison.Ordinal)), row);
        }
    }

    [GeneratedRegex(@"`(\w+Specs)(?:\.(\w+))?`")]
    private static partial Regex Test();

    private static string Root([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "../..");
}
