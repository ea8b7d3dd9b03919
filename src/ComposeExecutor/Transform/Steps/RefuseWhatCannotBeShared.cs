using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Looks for what speaks against one network for all, before anything is changed: two services that listen on one port, and
/// services that the files keep away from the outside.
/// </summary>
public sealed class RefuseWhatCannotBeShared : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        RefuseSharedPorts(draft, context);
        return context.Network == PodNetwork.None ? draft : RefuseLostIsolation(draft, context);
    }

    private static void RefuseSharedPorts(PodDraft draft, PodContext context)
    {
        var clash = draft.Members
            .SelectMany(service => ListeningPort.Of(service, context.Images.GetValueOrDefault(draft.Origin(service.Name))).Select(port => (service.Name, Port: port)))
            .GroupBy(listener => (listener.Port.Number, listener.Port.Protocol))
            .FirstOrDefault(listeners => listeners.Select(listener => listener.Name).Distinct().Count() > 1);
        if (clash is null)
            return;

        var listeners = clash.DistinctBy(listener => listener.Name).Select(listener => $"'{listener.Name}' ({listener.Port.Source})");
        throw new CannotShareException(
            $"Services {string.Join(" and ", listeners)} all listen on port {clash.Key.Number}/{clash.Key.Protocol}, and in a shared network only one can.",
            "Let each listen on a port of its own.");
    }

    // Without a way to the outside is a promise that a file makes on purpose; a shared network cannot keep it for one service only.
    private static PodDraft RefuseLostIsolation(PodDraft draft, PodContext context)
    {
        var networks = draft.Model.Root["networks"] as JsonObject;
        var isolated = draft.Members.Where(service => service.Networks.Any() && service.Networks.All(IsInternal)).Select(service => $"'{service.Name}'").ToList();
        var open = draft.Members.FirstOrDefault(service => service.Networks.Any(name => !IsInternal(name)));
        if (isolated.Count == 0 || open is null)
            return draft;

        var reason = $"{string.Join(", ", isolated)} should only be on internal networks, without a way to the outside, and '{open.Name}' has one: sharing its network gives it to all.";
        return context.Network == PodNetwork.Auto
            ? throw new CannotShareException(reason, "Put all or none on internal networks.")
            : draft.Noting($"{reason} It is shared, since pod.network is 'shared'.");

        bool IsInternal(string network) => (networks?[network] as JsonObject)?["internal"].AsBoolean() is true;
    }
}
