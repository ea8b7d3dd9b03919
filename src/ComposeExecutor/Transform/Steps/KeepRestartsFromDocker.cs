using System.Text.Json.Nodes;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Asks Docker never to restart anything, so that neither a reboot nor the death of the executor revives a part of a pod.
/// </summary>
public sealed class KeepRestartsFromDocker : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Model.Services)
        {
            service.Fields["restart"] = "no";
            (service.Fields["deploy"] as JsonObject)?.Remove("restart_policy");
        }

        return draft;
    }
}
