using System.Text.Json.Nodes;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Takes out what says nothing about a pod: <c>develop</c>, which is for the machine of a developer, and the parts of <c>deploy</c> that
/// only a Swarm cluster acts on. Compose ignores them when it creates containers; so they are kept out of the pod's file, with a note.
/// </summary>
public sealed class LeaveOutWhatHasNoMeaning : ITransformStep
{
    private static readonly string[] OfSwarm = ["mode", "endpoint_mode", "placement", "update_config", "rollback_config", "labels"];

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var service in draft.Services)
        {
            var left = new List<string>();
            if (service.Fields.Remove("develop"))
                left.Add("develop");
            if (service.Fields["deploy"] is JsonObject deploy)
                left.AddRange(OfSwarm.Where(deploy.Remove).Select(field => $"deploy.{field}"));
            if (left.Count > 0)
                draft = draft.Noting($"Service '{service.Name}': {string.Join(", ", left)} {(left.Count == 1 ? "has" : "have")} no meaning in a pod and {(left.Count == 1 ? "is" : "are")} left out.");
        }

        return draft;
    }
}
