using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Refuses what has no meaning when all services share one network namespace, before anything is changed.</summary>
public sealed class RefuseWhatCannotBeShared : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (context.Network is not (PodNetwork.Auto or PodNetwork.Shared))
        {
            throw new TransformException(
                $"pod.network is '{context.Network.ToString().ToLowerInvariant()}', but this version runs pods with a shared network only. Set it to 'shared' or 'auto'.");
        }

        if (!draft.Services.Any())
            throw new TransformException("The compose files define no services: there is nothing to run. Check the files and the active profiles.");

        foreach (var service in draft.Services.Where(service => service.Replicas > 0))
        {
            RefuseNetworkMode(draft, service);
            if (service.Replicas > 1)
            {
                throw new TransformException(
                    $"Service '{service.Name}' asks for {service.Replicas} replicas, which would all listen on the same ports of the pod. "
                    + "Run one replica in the pod and more instances of the task.");
            }

            if (service.Fields["external_links"].AsTexts().Any())
            {
                throw new TransformException(
                    $"Service '{service.Name}' has external_links, which cannot be followed out of a pod's shared network. "
                    + "Put both on an external network instead.");
            }
        }

        return draft;
    }

    private static void RefuseNetworkMode(PodDraft draft, ComposeService service)
    {
        switch (service.NetworkMode)
        {
            case null or "" or "default":
                return;
            case { } mode when mode.StartsWith("service:", StringComparison.Ordinal) && draft.Model.Service(mode["service:".Length..]) is not null:
                // What it asks for is what the pod gives to all.
                return;
            case { } mode:
                throw new TransformException(
                    $"Service '{service.Name}' has network_mode: {mode}, but all services of a pod share one network. Remove its network_mode.");
        }
    }
}
