using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>
/// Reads a call's body and validates it in the order an agent does (<c>src/slave/http.cpp</c>, <c>validateExecutorCall</c> in
/// <c>src/common/validation.cpp</c>).
/// </summary>
internal static class CallReader
{
    private const int BadRequest = 400;

    // A node with a repeated key would fail only when it is looked at.
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    public static (ExecutorCall? Call, Refusal? Refusal) Read(ReadOnlyMemory<byte> body)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(body.Span, documentOptions: NoDuplicates);
        }
        catch (JsonException exception)
        {
            return Refuse($"Failed to parse body into JSON: {exception.Message}");
        }

        if (json is not JsonObject call)
            return Refuse("Failed to convert JSON into Call protobuf: Expecting a JSON object");

        if (FindShapeError(call) is { } shape)
            return Refuse($"Failed to convert JSON into Call protobuf: {shape}");

        if (FindRuleError(call) is { } rule)
            return Refuse($"Failed to validate Executor::Call: {rule}");

        return (new ExecutorCall(Name(call["type"], CallShape.Types)!, Id(call, "executor_id")!, Id(call, "framework_id")!, call), null);
    }

    private static (ExecutorCall?, Refusal?) Refuse(string text) => (null, new Refusal(BadRequest, text));

    private static string? FindShapeError(JsonObject call)
    {
        if (CallShape.Call.FindConversionError(call) is { } error)
            return error;

        var missing = string.Join(", ", CallShape.Call.FindMissing(call));
        return missing.Length > 0 ? $"Missing required fields: {missing}" : null;
    }

    private static string? FindRuleError(JsonObject call) => Name(call["type"], CallShape.Types) switch
    {
        null => "Expecting 'type' to be present",
        "SUBSCRIBE" when call["subscribe"] is null => "Expecting 'subscribe' to be present",
        "UPDATE" when call["update"] is null => "Expecting 'update' to be present",
        "UPDATE" => FindStatusError(call, call["update"]!["status"]!.AsObject()),
        "MESSAGE" when call["message"] is null => "Expecting 'message' to be present",
        _ => null,
    };

    private static string? FindStatusError(JsonObject call, JsonObject status)
    {
        if (status["uuid"] is not { } uuid)
            return "Expecting 'uuid' to be present";

        if (!IsUuid(Convert.FromBase64String(uuid.GetValue<string>())))
            return "Not a valid UUID";

        var caller = Id(call, "executor_id");
        if (Id(status, "executor_id") is { } executor && executor != caller)
            return $"ExecutorID in Call: {caller} does not match ExecutorID in TaskStatus: {executor}";

        var who = $"Received {{0}} from executor {caller} of framework {Id(call, "framework_id")} ";
        if (status["source"]?.GetValue<string>() != "SOURCE_EXECUTOR")
            return who.Replace("{0}", "Call", StringComparison.Ordinal) + "with invalid source, expecting 'SOURCE_EXECUTOR'";

        if (status["state"]!.GetValue<string>() == TaskStates.Staging)
            return who.Replace("{0}", TaskStates.Staging, StringComparison.Ordinal) + "which is not allowed";

        return status["check_status"] is JsonObject check ? FindCheckStatusError(check) : null;
    }

    private static string? FindCheckStatusError(JsonObject check)
    {
        var type = Name(check["type"], CallShape.CheckTypes);
        return type switch
        {
            null => "CheckStatusInfo must specify 'type'",
            "UNKNOWN" => "'UNKNOWN' is not a valid check's status type",
            _ when check[type.ToLowerInvariant()] is null =>
                $"Expecting '{type.ToLowerInvariant()}' to be set for {type} check's status",
            _ => null,
        };
    }

    /// <summary>
    /// An agent looks at more than the length: the version, in the high half of the seventh byte, has to be a known one. Bytes that are
    /// merely random, or a UUID with its first fields in little-endian order, pass only now and then.
    /// </summary>
    private static bool IsUuid(byte[] bytes) => bytes.Length == 16 && bytes[6] >> 4 is >= 1 and <= 5;

    private static string? Id(JsonObject message, string field) => message[field]?["value"]?.GetValue<string>();

    /// <summary>The name of an enumeration's value, or null when it is unset or unknown, which is the same to an agent.</summary>
    private static string? Name(JsonNode? value, string[] known) =>
        value?.GetValue<string>() is { } name && known.Contains(name) ? name : null;
}
