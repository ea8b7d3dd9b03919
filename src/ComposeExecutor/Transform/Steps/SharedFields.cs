using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Moves fields of services to the infra container, where there is one value for all of them.</summary>
/// <param name="infra">The fields of the infra container.</param>
/// <param name="refuse">Makes the error of two services that disagree, from a clause that says on what.</param>
internal sealed class SharedFields(JsonObject infra, Func<string, TransformException> refuse)
{
    private readonly Dictionary<string, string> _owners = [];

    /// <summary>Moves a field, if the service has it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="field">The field's name.</param>
    /// <exception cref="TransformException">Another service gave it another value.</exception>
    public void Move(ComposeService service, string field)
    {
        if (service.Fields.Take(field) is { } value)
            Put(infra, field, value, field, service.Name);
    }

    /// <summary>Moves the kernel parameters of a namespace.</summary>
    /// <param name="service">The service.</param>
    /// <param name="prefixes">How their names begin.</param>
    /// <exception cref="TransformException">Another service gave one another value.</exception>
    public void MoveSysctls(ComposeService service, params ReadOnlySpan<string> prefixes)
    {
        if (service.Fields["sysctls"] is not JsonObject sysctls)
            return;
        foreach (var name in sysctls.Select(entry => entry.Key).ToList())
        {
            var moves = false;
            foreach (var prefix in prefixes)
                moves |= name.StartsWith(prefix, StringComparison.Ordinal);
            if (moves && sysctls.Take(name) is { } value)
                Put(infra.ObjectAt("sysctls"), name, value, $"sysctls.{name}", service.Name);
        }
    }

    private void Put(JsonObject target, string key, JsonNode value, string field, string service)
    {
        if (target[key] is { } taken && !JsonNode.DeepEquals(taken, value))
            throw refuse($"Services '{_owners[field]}' and '{service}' disagree on {field} ({Shown(taken)} and {Shown(value)})");
        target[key] = value;
        _owners.TryAdd(field, service);
    }

    private static string Shown(JsonNode value) => value.AsText() ?? value.ToJsonString();
}
