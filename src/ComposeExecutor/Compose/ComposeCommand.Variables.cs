using System.Text;
using System.Text.Json.Nodes;
using CliWrap;
using ComposeExecutor.Compose.Files;

namespace ComposeExecutor.Compose;

public sealed partial class ComposeCommand
{
    private static readonly string[] SectionsWithContents = ["configs", "secrets"];

    /// <summary>
    /// Gives configs and secrets with <c>environment</c> their content where the variable is not the task's but stands in the project's
    /// <c>.env</c>, which counts for Compose. What the rendering says of it is only the variable's name, so Compose is asked for the value.
    /// </summary>
    private async Task AddContentsAsync(ComposeModel model, ProjectFiles files, string project, CancellationToken cancellationToken)
    {
        var entries = (from section in SectionsWithContents
                       from entry in model.Root[section] as JsonObject ?? []
                       let fields = entry.Value as JsonObject
                       let variable = fields?["environment"].AsText()
                       where variable is not null && fields["content"] is null && _environment.GetValueOrDefault(variable) is null && IsName(variable)
                       select (Fields: fields, Variable: variable)).ToList();
        if (entries.Count == 0 || (files.Folder ?? Path.GetDirectoryName(files.Given[0])) is not { } folder)
            return;

        // A variable without any value is something else than an empty one.
        var values = new JsonObject(entries.Select(entry => entry.Variable).Distinct().SelectMany(variable => new[]
        {
            KeyValuePair.Create(variable, (JsonNode?)$"${{{variable}-}}"),
            KeyValuePair.Create($"{variable} is set", (JsonNode?)$"${{{variable}+yes}}"),
        }));
        var question = new JsonObject { ["services"] = new JsonObject(), ["x-values"] = values };
        var result = await RunAsync(
            [.. Project(project, ["-"]), "--project-directory", folder, "config", "--format", "json"],
            null,
            cancellationToken,
            adapt: command => command.WithStandardInputPipe(PipeSource.FromString(question.ToJsonString(), Encoding.UTF8)));
        if (result.ExitCode != 0 || JsonNode.Parse(result.Output)?["x-values"] is not JsonObject answer)
            throw new ComposeException(ComposeFailure.InvalidFiles, $"Docker Compose does not accept the .env of {files}: {Logrus.WithoutMessages(result.Error)}");
        foreach (var (fields, variable) in entries)
        {
            if (answer[$"{variable} is set"].AsText() == "yes")
                fields["content"] = answer[variable].AsText();
        }
    }

    // What may stand in ${…}.
    private static bool IsName(string variable) =>
        variable.Length > 0 && !char.IsAsciiDigit(variable[0]) && variable.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
