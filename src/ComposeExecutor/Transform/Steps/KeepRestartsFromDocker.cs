using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Asks Docker never to restart anything, so that neither a reboot nor the death of the executor revives a part of a pod. What the files
/// ask for is handed on to whoever supervises the pod.
/// </summary>
public sealed class KeepRestartsFromDocker : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var policies = draft.Services.ToImmutableDictionary(service => service.Name, PolicyOf);
        foreach (var service in draft.Model.Services)
        {
            service.Fields["restart"] = "no";
            (service.Fields["deploy"] as JsonObject)?.Remove("restart_policy");
        }

        return draft with { Restarts = policies };
    }

    private static RestartPolicy PolicyOf(ComposeService service) => RestartPolicy.Read(service.Fields)
        ?? throw new TransformException(
            $"Service '{service.Name}' has a restart policy that nobody knows. 'restart' is no, always, unless-stopped, on-failure or on-failure:<times>; "
            + "'deploy.restart_policy.condition' is none, on-failure or any.");
}
