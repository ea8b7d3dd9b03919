using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>The program's options.</summary>
internal sealed record RunOptions
{
    public string Executor { get; init; } = "";

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public string Sandbox { get; init; } = "";

    public string TaskFile { get; init; } = "";

    public string? ScriptFile { get; init; }

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    public bool Token { get; init; }

    public bool Tls { get; init; }

    public bool DomainSocket { get; init; }

    public bool Checkpoint { get; init; }

    public bool MemoryCgroup { get; init; }

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <exception cref="ScriptException">The arguments are wrong.</exception>
    public static RunOptions Parse(string[] args)
    {
        var options = new RunOptions();
        for (var index = 0; index < args.Length; index++)
        {
            var name = args[index];
            options = name switch
            {
                "--executor" => options with { Executor = Value() },
                "--sandbox" => options with { Sandbox = Value() },
                "--task" => options with { TaskFile = Value() },
                "--script" => options with { ScriptFile = Value() },
                "--deadline" => options with { Deadline = Duration(name, Value()) },
                "--capability" => options with { Capabilities = [.. options.Capabilities, Value()] },
                "--env" => options with { Variables = [.. options.Variables, Value()] },
                "--token" => options with { Token = true },
                "--tls" => options with { Tls = true },
                "--domain-socket" => options with { DomainSocket = true },
                "--checkpoint" => options with { Checkpoint = true },
                "--memory-cgroup" => options with { MemoryCgroup = true },
                "--" => options with { Arguments = args[(index + 1)..] },
                _ => throw new ScriptException($"There is no option '{name}'. --help shows those there are."),
            };
            if (name == "--")
                break;

            string Value() => ++index < args.Length ? args[index] : throw new ScriptException($"{name} needs a value.");
        }

        options.RequireComplete();
        return options;
    }

    /// <summary>The task, or the tasks of a group, from the file.</summary>
    public IReadOnlyList<JsonObject> ReadTasks()
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(Read(TaskFile));
        }
        catch (JsonException exception)
        {
            throw new ScriptException($"{TaskFile} is not JSON: {exception.Message}", exception);
        }

        JsonObject[] tasks = node switch
        {
            JsonObject task => [task],
            JsonArray group => [.. group.OfType<JsonObject>()],
            _ => [],
        };
        if (tasks.Length == 0 || Array.Exists(tasks, task => (task["task_id"] as JsonObject)?["value"] is not JsonValue))
        {
            throw new ScriptException(
                $"{TaskFile} is not a TaskInfo, or an array of them: each needs \"task_id\": {{\"value\": \"…\"}}.");
        }

        return tasks;
    }

    public Script ReadScript() => ScriptFile is null ? Script.Empty : Script.Parse(Read(ScriptFile));

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ScriptException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static TimeSpan Duration(string name, string text)
    {
        try
        {
            return MesosDuration.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new ScriptException($"{name}: {exception.Message}", exception);
        }
    }

    private void RequireComplete()
    {
        (string Name, string Value)[] required = [("--executor", Executor), ("--sandbox", Sandbox), ("--task", TaskFile)];
        var missing = required.Where(option => option.Value.Length == 0).Select(option => option.Name).ToList();
        if (missing.Count > 0)
            throw new ScriptException($"{string.Join(", ", missing)} missing. --help shows how to use this program.");
        if (!File.Exists(Executor))
            throw new ScriptException($"--executor: there is no file {Executor}.");
    }
}
