using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Keeps a <c>container_name</c> as a suffix of the project's name, since on one host a fixed name could be used only once. Where the
/// service keeps its networks, the name as the file has it becomes an alias, by which others find it as before.
/// </summary>
public sealed class PrefixContainerNames : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Services)
        {
            if (service.Fields["container_name"].AsText() is not { Length: > 0 } name)
                continue;
            service.Fields["container_name"] = $"{context.Project}-{name}";
            if (service.Fields["networks"] is not JsonObject networks)
                continue;
            foreach (var network in networks.Select(entry => entry.Key).ToList())
                networks.ObjectAt(network)["aliases"] = ComposeJson.ListOf(networks.ObjectAt(network)["aliases"].AsTexts().Append(name).Distinct());
        }

        return draft;
    }
}
