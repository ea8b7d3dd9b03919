using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>What tests that were killed have left: launches carry the id of their process in their names.</summary>
internal static partial class Leftovers
{
    private const string ProjectLabel = "com.docker.compose.project";

    /// <summary>The name of a launch.</summary>
    /// <param name="launch">What is launched.</param>
    public static string NameOf(string launch) => string.Create(CultureInfo.InvariantCulture, $"corpus-{Environment.ProcessId}-{launch}");

    /// <summary>Makes a folder for a launch.</summary>
    public static string NewFolder() => Directory.CreateTempSubdirectory(NameOf("")).FullName;

    /// <summary>Removes what processes have left that are no more.</summary>
    public static async Task RemoveAsync()
    {
        foreach (var (kind, list, remove) in new (string Kind, string[] List, string[] Remove)[]
        {
            ("container", ["ls", "--all"], ["rm", "--force", "--volumes"]),
            ("network", ["ls"], ["rm"]),
            ("volume", ["ls"], ["rm"]),
        })
        {
            var id = kind == "volume" ? "{{.Name}}" : "{{.ID}}";
            string[] left =
            [
                .. from line in await DockerAsync([kind, .. list, "--filter", $"label={ProjectLabel}", "--format", $"{id} {{{{.Label \"{ProjectLabel}\"}}}}"])
                   let name = Launched().Match(line)
                   where name.Success && !Directory.Exists($"/proc/{name.Groups["process"].Value}")
                   select line.Split(' ')[0],
            ];
            if (left.Length > 0)
                await DockerAsync([kind, .. remove, .. left]);
        }

        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), "corpus-*"))
        {
            if (Launched().Match(Path.GetFileName(folder)) is { Success: true } name && !Directory.Exists($"/proc/{name.Groups["process"].Value}"))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string[]> DockerAsync(IEnumerable<string> arguments)
    {
        // Another run may be removing the same.
        var result = await CliWrap.Cli.Wrap("docker").WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        return result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("(^| )corpus-(?<process>[0-9]+)-", RegexOptions.ExplicitCapture)]
    private static partial Regex Launched();
}
