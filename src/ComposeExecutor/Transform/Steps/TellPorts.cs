using System.Globalization;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Tells every service the host ports of the pod, in its environment. A port that the engine chooses is not known before the
/// containers exist: it has no variable.
/// </summary>
public sealed class TellPorts : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var variables = new SortedDictionary<string, PortMapping>(StringComparer.Ordinal);
        foreach (var port in draft.Ports.Where(port => port.HostPort is not null))
        {
            var name = PortVariable.NameOf(port);
            if (!variables.TryAdd(name, port) && variables[name].Service != port.Service)
                draft = draft.Noting($"{name} is the port of service '{variables[name].Service}'; that of service '{port.Service}' would have the same name and has none.");
        }

        if (variables.Count == 0)
            return draft;
        foreach (var service in draft.Services)
        {
            foreach (var (name, port) in variables)
                Add(service, name, port.HostPort!.Value.ToString(CultureInfo.InvariantCulture));
        }

        return draft;
    }

    // What the file says itself is kept.
    private static void Add(ComposeService service, string name, string value)
    {
        if (service.Fields["environment"] is JsonArray list)
        {
            if (!list.AsTexts().Any(entry => entry == name || entry.StartsWith($"{name}=", StringComparison.Ordinal)))
                list.Add((JsonNode)$"{name}={value}");
        }
        else
            service.Fields.ObjectAt("environment").TryAdd(name, value);
    }
}
