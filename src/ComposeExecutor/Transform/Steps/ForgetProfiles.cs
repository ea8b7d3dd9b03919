using System.Text.Json.Nodes;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Removes the profiles of services, and what depends on services that are not active where it need not: Compose has left those out, and
/// would leave out the others as well, or miss them, when it creates the pod, where nobody names the profiles again.
/// </summary>
public sealed class ForgetProfiles : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var fields in draft.Services.Select(service => service.Fields))
        {
            fields.Remove("profiles");
            if (fields["depends_on"] is not JsonObject dependencies)
                continue;
            foreach (var missing in dependencies.Select(dependency => dependency.Key).Where(name => draft.Model.Service(name) is null).ToList())
                dependencies.Remove(missing);
        }

        return draft;
    }
}
