using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Decides which services share the infra container's network: all that have no <c>network_mode</c> of their own, and those that
/// ask to be in the network of one of these.
/// </summary>
public sealed class ChooseMembers : ITransformStep
{
    private const string OfService = "service:";

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        RefuseContradiction(context);
        if (context.Network is PodNetwork.Compose or PodNetwork.Host)
            return draft with { MemberNames = [] };

        var members = draft.Services.Where(service => IsMember(draft.Model, service, [])).Select(service => service.Name).ToImmutableHashSet();
        foreach (var service in draft.Services.Where(service => !members.Contains(service.Name)))
        {
            // It could reach the others by their ports only, and some files depend on just that.
            if (context.Network == PodNetwork.Auto && draft.Services.Skip(1).Any())
            {
                throw new CannotShareException(
                    $"Service '{service.Name}' has a network of its own (network_mode: {service.NetworkMode}) beside the others.",
                    "Remove its network_mode.");
            }

            draft = draft.Noting($"Service '{service.Name}' keeps its own network_mode: {service.NetworkMode}.");
        }

        return draft with { MemberNames = members };
    }

    private static void RefuseContradiction(PodContext context)
    {
        if (context.Network is PodNetwork.Shared or PodNetwork.None && !context.Share.HasFlag(PodNamespaces.Net))
        {
            var network = context.Network == PodNetwork.None ? "none" : "shared";
            throw new TransformException(
                $"pod.network is '{network}', for which the services share a network, but pod.share does not list 'net'. Add it, or set pod.network to 'compose'.");
        }
    }

    // Compose refuses circles; what comes from elsewhere must not hang.
    private static bool IsMember(ComposeModel model, ComposeService service, ImmutableHashSet<string> visited) => service.NetworkMode switch
    {
        null or "" or "default" => true,
        { } mode when mode.StartsWith(OfService, StringComparison.Ordinal) =>
            model.Service(mode[OfService.Length..]) is { } other && !visited.Contains(other.Name) && IsMember(model, other, visited.Add(service.Name)),
        _ => false,
    };
}
