using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Adds the infra container, which holds what the services share for as long as the pod lives; without anything shared there is none.</summary>
public sealed class AddInfraContainer : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (!draft.Members.Any() && (context.Share & (PodNamespaces.Ipc | PodNamespaces.Pid)) == 0)
            return draft;

        var name = "infra";
        while (draft.Model.Service(name) is not null)
            name = $"pod-{name}";

        var fields = new JsonObject
        {
            ["image"] = context.InfraImage,
            ["pull_policy"] = "never",
            // It needs nothing of the host and runs nothing but its wait for a signal.
            ["read_only"] = true,
            ["cap_drop"] = ComposeJson.ListOf(["ALL"]),
            ["security_opt"] = ComposeJson.ListOf(["no-new-privileges:true"]),
            ["logging"] = new JsonObject { ["driver"] = "none" },
        };
        if (context.Network == PodNetwork.None || !draft.Members.Any())
            fields["network_mode"] = "none";
        draft.Model.AddService(name, fields);
        return draft with { Infra = name };
    }
}
