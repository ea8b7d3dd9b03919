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
    private const long MiB = 1 << 20;

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

    private readonly Option<double?> _cpus = new("--cpus")
    {
        Description = "The CPUs that the services get together, such as 1.5. Default: no limit.",
        HelpName = "CPUS",
        CustomParser = ParseCpus,
    };

    private readonly Option<long?> _memory = new("--mem")
    {
        Description = "The memory that the services get together, such as 512m; a number without a unit is MiB, as for a task. Default: no limit.",
        HelpName = "SIZE",
        CustomParser = ParseMemory,
    };

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
    public IEnumerable<Option> Options => [_files, _environment, _labels, _ports, _cpus, _memory, _name];

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
            WriteResources(writer, Ports(arguments) ?? [], arguments.GetValue(_cpus), arguments.GetValue(_memory));
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

    private static void WriteResources(Utf8JsonWriter writer, ImmutableArray<int> ports, double? cpus, long? memory)
    {
        writer.WriteStartArray("resources");
        WriteScalar(writer, "cpus", cpus);
        WriteScalar(writer, "mem", (double?)memory / MiB);
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

    private static void WriteScalar(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is not { } number)
            return;
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteString("type", "SCALAR");
        writer.WriteStartObject("scalar");
        writer.WriteNumber("value", number);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static double? ParseCpus(ArgumentResult argument)
    {
        if (double.TryParse(argument.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus) && cpus > 0 && double.IsFinite(cpus))
            return cpus;
        argument.AddError($"'{argument.Tokens[0].Value}' is not a number of CPUs: write it like 2 or 0.5.");
        return null;
    }

    private static long? ParseMemory(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (ByteSize.TryParse(text.Length > 0 && text.All(char.IsAsciiDigit) ? $"{text}m" : text, out var bytes) && bytes >= MiB)
            return bytes;
        argument.AddError($"'{text}' is not an amount of memory of at least 1 MiB: write it like 512m, 2g or 512.");
        return null;
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

    /// <summary>Refuses what is not of the form <c>NAME=VALUE</c>.</summary>
    public static void RequirePairs(OptionResult option)
    {
        foreach (var token in option.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            option.AddError($"'{token.Value}' is not of the form NAME=VALUE.");
    }

    /// <summary>The names and values of arguments that passed <see cref="RequirePairs"/>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(string[]? arguments) =>
        from argument in arguments ?? []
        let separator = argument.IndexOf('=', StringComparison.Ordinal)
        select KeyValuePair.Create(argument[..separator], argument[(separator + 1)..]);
}
