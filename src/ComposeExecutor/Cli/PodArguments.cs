using System.Buffers;
using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using ComposeExecutor.Configuration.Values;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Cli;

/// <summary>The arguments by which people describe a pod on the command line, shared by the commands that take one.</summary>
internal sealed class PodArguments
{
    private readonly Option<string[]> _files = new("--file", "-f")
    {
        Description = "A compose file, a folder with one, or an archive; several are merged in this order. Default: what Docker Compose finds in this folder.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _environment = new("--env", "-e")
    {
        Description = "A variable for ${…} in the files, as NAME=VALUE. This process's environment counts too.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string[]> _labels = new("--label", "-l")
    {
        Description = "A label of the task, as NAME=VALUE; config.<key> sets a setting, such as config.pod.stopgrace=5s.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<ImmutableArray<int>?> _ports;

    private readonly Option<string> _name = new("--name")
    {
        Description = "The task's id, from which the names of containers are derived. Default: the folder's name and a number.",
        HelpName = "ID",
    };

    /// <summary>Describes the arguments.</summary>
    /// <param name="portsOption">The name of the option for offered ports.</param>
    public PodArguments(string portsOption)
    {
        _ports = new Option<ImmutableArray<int>?>(portsOption)
        {
            Description = "Host ports to give to the published ports, such as 31000-31010 or 31000,31005. Default: those of the files.",
            HelpName = "PORTS",
            CustomParser = ParsePorts,
        };
        _name.Validators.Add(option =>
        {
            if (option.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                option.AddError("--name must not be empty.");
        });
        _environment.Validators.Add(RequirePairs);
        _labels.Validators.Add(RequirePairs);
    }

    /// <summary>The options, for a command.</summary>
    public IEnumerable<Option> Options => [_files, _environment, _labels, _ports, _name];

    /// <summary>The files, as absolute paths; null when none is given.</summary>
    public ImmutableArray<string>? Files(ParseResult arguments) =>
        arguments.GetValue(_files) is { Length: > 0 } files ? [.. files.Select(Path.GetFullPath)] : null;

    /// <summary>The offered ports; null when there is no offer.</summary>
    public ImmutableArray<int>? Ports(ParseResult arguments) => arguments.GetValue(_ports);

    /// <summary>The environment for the files.</summary>
    public ImmutableDictionary<string, string> Environment(ParseResult arguments) =>
        ProcessEnvironment.Read().SetItems(Pairs(arguments.GetValue(_environment)));

    /// <summary>The task that the arguments describe, as a framework would send it.</summary>
    public TaskInfo Task(ParseResult arguments)
    {
        var place = Files(arguments) is not [var first, ..] ? Directory.GetCurrentDirectory()
            : Directory.Exists(first) ? first
            : Path.GetDirectoryName(first);
        var folder = Path.GetFileName(place) is { Length: > 0 } name ? name : "pod";
        var id = arguments.GetValue(_name) ?? $"{folder}-{System.Environment.ProcessId}";
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("name", id);
            writer.WriteStartObject("task_id");
            writer.WriteString("value", id);
            writer.WriteEndObject();
            writer.WriteStartObject("agent_id");
            writer.WriteString("value", "localhost");
            writer.WriteEndObject();
            writer.WriteStartObject("labels");
            writer.WriteStartArray("labels");
            foreach (var (key, value) in Pairs(arguments.GetValue(_labels)))
            {
                writer.WriteStartObject();
                writer.WriteString("key", key);
                writer.WriteString("value", value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            WritePorts(writer, Ports(arguments) ?? []);
            writer.WriteEndObject();
        }

        return TaskInfo.FromJson(json.WrittenMemory);
    }

    /// <summary>A duration such as <c>10s</c>, for an option of that type.</summary>
    public static TimeSpan? ParseDuration(ArgumentResult argument)
    {
        if (Duration.TryParse(argument.Tokens[0].Value, out var value))
            return value;
        argument.AddError($"'{argument.Tokens[0].Value}' is not a duration: write it like 10s, 1m30s or 500ms.");
        return null;
    }

    private static void WritePorts(Utf8JsonWriter writer, ImmutableArray<int> ports)
    {
        writer.WriteStartArray("resources");
        writer.WriteStartObject();
        writer.WriteString("name", "ports");
        writer.WriteString("type", "RANGES");
        writer.WriteStartObject("ranges");
        writer.WriteStartArray("range");
        foreach (var port in ports)
        {
            writer.WriteStartObject();
            writer.WriteNumber("begin", port);
            writer.WriteNumber("end", port);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static ImmutableArray<int>? ParsePorts(ArgumentResult argument)
    {
        var ports = ImmutableArray.CreateBuilder<int>();
        foreach (var part in argument.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2);
            if (!TryPort(ends[0], out var first) || !TryPort(ends[^1], out var last) || last < first)
            {
                argument.AddError($"'{part}' is not a port or a range of ports: write it like 31000 or 31000-31010.");
                return null;
            }

            ports.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return ports.ToImmutable();
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue;

    private static void RequirePairs(OptionResult option)
    {
        foreach (var token in option.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            option.AddError($"'{token.Value}' is not of the form NAME=VALUE.");
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string[]? arguments) =>
        from argument in arguments ?? []
        let separator = argument.IndexOf('=', StringComparison.Ordinal)
        select KeyValuePair.Create(argument[..separator], argument[(separator + 1)..]);
}
