using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Compose;

/// <summary>A command that is run inside a service's container at a point of its life (<c>post_start</c>, <c>pre_stop</c>).</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="User">Who runs it; null for the container's user.</param>
/// <param name="Privileged">Whether it has all capabilities.</param>
/// <param name="WorkingDirectory">Where it runs; null for the container's working directory.</param>
/// <param name="Environment">Variables beside those of the container, as <c>NAME=value</c>.</param>
public sealed record ServiceHook(
    ImmutableArray<string> Command, string? User, bool Privileged, string? WorkingDirectory, ImmutableArray<string> Environment)
{
    /// <summary>The hooks of one kind of a service, in the order in which they run.</summary>
    /// <param name="hooks">The field's value.</param>
    public static ImmutableArray<ServiceHook> ReadAll(JsonNode? hooks) =>
    [
        .. from hook in (hooks as JsonArray)?.OfType<JsonObject>() ?? []
           select new ServiceHook(
               [.. hook["command"].AsTexts().Select(ComposeJson.Unescape)],
               Text(hook["user"]),
               hook["privileged"].AsBoolean() ?? false,
               Text(hook["working_dir"]),
               [.. Variables(hook["environment"]).Select(ComposeJson.Unescape)]),
    ];

    private static string? Text(JsonNode? node) => node.AsText() is { Length: > 0 } text ? ComposeJson.Unescape(text) : null;

    private static IEnumerable<string> Variables(JsonNode? node) => node is JsonObject variables
        ? variables.Where(variable => variable.Value is not null).Select(variable => $"{variable.Key}={variable.Value.AsText()}")
        : node.AsTexts();
}
