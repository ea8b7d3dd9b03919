using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Adds the infra container, which holds the pod's network namespace for as long as the pod lives.</summary>
public sealed class AddInfraContainer : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var name = "infra";
        while (draft.Model.Service(name) is not null)
            name = $"pod-{name}";

        draft.Model.AddService(name, new JsonObject
        {
            ["image"] = context.InfraImage,
            ["pull_policy"] = "never",
            // It needs nothing of the host and runs nothing but its wait for a signal.
            ["read_only"] = true,
            ["cap_drop"] = ComposeJson.ListOf(["ALL"]),
            ["security_opt"] = ComposeJson.ListOf(["no-new-privileges:true"]),
            ["logging"] = new JsonObject { ["driver"] = "none" },
        });
        return draft with { Infra = name };
    }
}
