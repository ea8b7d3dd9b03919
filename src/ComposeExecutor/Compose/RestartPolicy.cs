using System.Globalization;
using System.Text.Json.Nodes;

namespace ComposeExecutor.Compose;

/// <summary>When a service is to run again after it has ended (<c>restart</c> and <c>deploy.restart_policy</c> of the Compose specification).</summary>
/// <param name="Condition">After which ends.</param>
/// <param name="MaxAttempts">How often at most; null for any number of times.</param>
/// <param name="Delay">The pause before each restart; null to leave it to whoever restarts it.</param>
/// <param name="Window">How long a run has to last for the restarts before it to be forgotten; null for never.</param>
public sealed record RestartPolicy(RestartCondition Condition, int? MaxAttempts = null, TimeSpan? Delay = null, TimeSpan? Window = null)
{
    /// <summary>A service that ends once.</summary>
    public static RestartPolicy Never { get; } = new(RestartCondition.Never);

    /// <summary>Reads a service's policy. Where a file has both fields, <c>deploy.restart_policy</c> counts, as for Compose.</summary>
    /// <param name="service">The service's fields.</param>
    /// <returns>The policy; null when the fields say something that nobody here knows.</returns>
    public static RestartPolicy? Read(JsonObject service) => (service["deploy"] as JsonObject)?["restart_policy"] is JsonObject policy
        ? ReadDeployed(policy)
        : ReadShort(service["restart"].AsText());

    // The condition of a policy without one is "any" (Compose Deploy Specification, restart_policy).
    private static RestartPolicy? ReadDeployed(JsonObject policy) => Known(policy["condition"].AsText() ?? "any") is { } condition
        ? new RestartPolicy(condition, Limit(policy["max_attempts"].AsInteger()), Duration(policy["delay"]), Duration(policy["window"]))
        : null;

    private static RestartPolicy? ReadShort(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Never;
        var parts = text.Split(':', 2);
        if (Known(parts[0]) is not { } condition)
            return null;
        if (parts.Length == 1)
            return new RestartPolicy(condition);
        return condition == RestartCondition.OnFailure && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var attempts)
            ? new RestartPolicy(condition, Limit(attempts))
            : null;
    }

    private static RestartCondition? Known(string name) => name switch
    {
        "no" or "none" or "false" => RestartCondition.Never,
        "on-failure" => RestartCondition.OnFailure,
        "always" or "unless-stopped" or "any" => RestartCondition.Always,
        _ => null,
    };

    // To the engine 0 is no limit.
    private static int? Limit(int? attempts) => attempts > 0 ? attempts : null;

    private static TimeSpan? Duration(JsonNode? node) => GoDuration.TryParse(node.AsText(), out var value) ? value : null;

    /// <summary>As in a compose file.</summary>
    public override string ToString() => Condition switch
    {
        RestartCondition.Never => "no",
        RestartCondition.OnFailure => MaxAttempts is { } attempts ? $"on-failure:{attempts}" : "on-failure",
        _ => MaxAttempts is { } attempts ? $"always, {attempts} times at most" : "always",
    };
}
