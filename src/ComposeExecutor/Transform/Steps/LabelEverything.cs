using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Labels every container, network and volume of the pod, so that all of it can be found and removed by label alone. What pods share
/// under a name of the files gets the one label that says so instead.
/// </summary>
public sealed class LabelEverything : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Model.Services)
            Label(service.Fields, context);

        foreach (var section in new[] { "networks", "volumes" })
        {
            foreach (var name in draft.Model.Owned(section))
            {
                var owned = draft.Model.Section(section).ObjectAt(name);
                if (SharedResources.Has(draft.Model, section, name))
                    owned.ObjectAt("labels")[SharedResources.Label] = "true";
                else
                    Label(owned, context);
            }
        }

        return draft;
    }

    private static void Label(JsonObject owner, PodContext context)
    {
        var labels = owner.ObjectAt("labels");
        foreach (var (name, value) in context.Labels)
            labels[name] = ComposeJson.Escape(value);
    }
}
