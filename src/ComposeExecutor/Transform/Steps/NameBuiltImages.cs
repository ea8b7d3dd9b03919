using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Gives the image of a service that is only built the pod's own name and labels, so that two pods of one file do not share a name, and
/// what was built for a pod is found and removed with it.
/// </summary>
public sealed class NameBuiltImages : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Services.Where(service => service.HasBuild && string.IsNullOrEmpty(service.Image)).ToList())
        {
            var image = $"{context.Project}-{service.Name.ToLowerInvariant()}";
            service.Fields["image"] = image;
            var labels = service.Fields.ObjectAt("build").ObjectAt("labels");
            foreach (var (name, value) in context.Labels)
                labels[name] = ComposeJson.Escape(value);
            draft = draft with { OwnImages = draft.OwnImages.Add(image) };
        }

        return draft;
    }
}
