using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Cli;

/// <summary><c>compose-executor config</c>: prints the settings in force, and where each of them comes from.</summary>
internal static class ConfigCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var operatorFile = new Option<string>("--file")
        {
            Description = "The operator's file.",
            HelpName = "FILE",
            DefaultValueFactory = _ => ConfigurationSources.DefaultOperatorFile,
        };
        var sandbox = new Option<string>("--sandbox")
        {
            Description = $"A sandbox, whose {ConfigurationSources.SandboxFileName} counts. Default: none.",
            HelpName = "FOLDER",
        };
        var labels = new Option<string[]>("--label", "-l")
        {
            Description = "A label of the task, as NAME=VALUE, such as config.pod.stopgrace=5s.",
            HelpName = "NAME=VALUE",
        };
        labels.Validators.Add(PodArguments.RequirePairs);
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema of the configuration files instead." };
        var command = new Command(
            "config",
            "Print the settings in force for a task, and where each comes from: the default, a file and its line, a variable, a label. Exit code 2: "
            + "something is not allowed; all of it is told.")
        { operatorFile, sandbox, labels, schema };
        command.SetAction(arguments => arguments.GetValue(schema)
            ? PrintSchema()
            : Print(new ConfigurationSources
            {
                OperatorFile = Path.GetFullPath(arguments.GetValue(operatorFile)!),
                SandboxDirectory = arguments.GetValue(sandbox) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
                Environment = ProcessEnvironment.Read(),
                Labels = [.. PodArguments.Pairs(arguments.GetValue(labels))],
            }));
        return command;
    }

    private static int Print(ConfigurationSources sources)
    {
        try
        {
            var loaded = SettingsLoader.Load(sources);
            var (keys, values) = (loaded.Effective.Max(setting => setting.Key.Length), loaded.Effective.Max(setting => setting.Value.Length));
            foreach (var setting in loaded.Effective)
                Console.WriteLine($"{setting.Key.PadRight(keys)}  {setting.Value.PadRight(values)}  {setting.Origin}{(setting.Locked ? ", locked" : "")}");
            foreach (var note in loaded.Notes)
                Console.Error.WriteLine($"note: {note}");
            return ExitCodes.Success;
        }
        catch (ConfigurationException exception)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            return ExitCodes.BadInput;
        }
    }

    private static int PrintSchema()
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            SettingsSchema.Create().WriteTo(writer);
        output.WriteByte((byte)'\n');
        return ExitCodes.Success;
    }
}
