using System.Globalization;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Refuses two services of one shared network that listen on the same container port, where only one can.</summary>
public sealed class RefuseSharedPorts : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var published =
            from service in draft.Members
            from port in service.Ports
            where port["target"].AsInteger() is not null
            select (service.Name, Target: port["target"].AsInteger()!.Value.ToString(CultureInfo.InvariantCulture), Protocol: port["protocol"].AsText() ?? "tcp");
        var exposed =
            from service in draft.Members
            from entry in service.Fields["expose"].AsTexts()
            let parts = entry.Split('/')
            select (service.Name, Target: parts[0], Protocol: parts.ElementAtOrDefault(1) ?? "tcp");
        foreach (var clash in published.Concat(exposed).Distinct().GroupBy(listener => (listener.Target, listener.Protocol)).Where(group => group.Count() > 1))
        {
            var names = string.Join(" and ", clash.Select(listener => $"'{listener.Name}'"));
            throw new TransformException(
                $"Services {names} all listen on port {clash.Key.Target}/{clash.Key.Protocol}, but they share one network, where only one can. "
                + "Let each listen on a port of its own.");
        }

        return draft;
    }
}
