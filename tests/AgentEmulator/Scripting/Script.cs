using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>Steps that are taken beside each other, each when its trigger comes.</summary>
/// <param name="Steps">The steps.</param>
public sealed record Script(IReadOnlyList<ScriptStep> Steps)
{
    private static readonly string[] Keys =
        ["on", "do", "nth", "after", "for", "grace", "recovering", "status", "signal", "text"];

    /// <summary>A script without steps.</summary>
    public static Script Empty { get; } = new([]);

    /// <summary>Reads a script: an array of objects such as <c>{"on": "TASK_RUNNING", "after": "200ms", "do": "kill"}</c>.</summary>
    /// <param name="json">The script.</param>
    /// <exception cref="ScriptException">It has faults; the message lists them all.</exception>
    public static Script Parse(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException exception)
        {
            throw new ScriptException($"The script is not JSON: {exception.Message}", exception);
        }

        if (node is not JsonArray array)
            throw new ScriptException("The script is not a JSON array of steps.");

        var faults = new List<string>();
        var steps = array.Select((item, index) => Read(item, $"step {index + 1}", faults)).ToList();
        return faults.Count == 0
            ? new Script(steps)
            : throw new ScriptException("The script has faults:\n  " + string.Join("\n  ", faults));
    }

    private static ScriptStep Read(JsonNode? item, string name, List<string> faults)
    {
        if (item is not JsonObject step)
        {
            faults.Add($"{name} is not an object");
            return new ScriptStep("", "");
        }

        foreach (var key in step.Select(field => field.Key).Except(Keys))
            faults.Add($"{name} has an unknown key '{key}'; known are {string.Join(", ", Keys)}");

        var on = Text("on") ?? "";
        var action = Text("do") ?? "";
        if (!ScriptTriggers.IsKnown(on))
            faults.Add($"{name}: 'on' is '{on}'; it has to be one of {string.Join(", ", ScriptTriggers.Names)} or a task state");
        if (!ScriptActions.IsKnown(action))
            faults.Add($"{name}: 'do' is '{action}'; it has to be one of {string.Join(", ", ScriptActions.Names)}");

        return new ScriptStep(on, action)
        {
            Nth = Number("nth") ?? 1,
            After = Duration("after") ?? TimeSpan.Zero,
            For = Duration("for"),
            Grace = Duration("grace"),
            Recovering = Duration("recovering") ?? TimeSpan.Zero,
            Status = Number("status") ?? 503,
            Signal = Number("signal") ?? 15,
            Text = Text("text") ?? "",
        };

        string? Text(string key)
        {
            if (step[key] is { } value && value.GetValueKind() != JsonValueKind.String)
                faults.Add($"{name}: '{key}' is not a text");
            return step[key] is JsonValue text && text.TryGetValue<string>(out var result) ? result : null;
        }

        int? Number(string key)
        {
            if (step[key] is not { } value)
                return null;
            if (value is JsonValue number && number.TryGetValue<int>(out var result) && result > 0)
                return result;
            faults.Add($"{name}: '{key}' is not a whole number above 0");
            return null;
        }

        TimeSpan? Duration(string key)
        {
            try
            {
                return Text(key) is { } text ? MesosDuration.Parse(text) : null;
            }
            catch (FormatException exception)
            {
                faults.Add($"{name}: '{key}': {exception.Message}");
                return null;
            }
        }
    }
}
