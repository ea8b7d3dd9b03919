using System.Text.Json.Nodes;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Writes out the zeros of <c>ulimits</c>: Compose leaves them out when it prints a project (<c>core: 0</c> becomes <c>core: {}</c>), and
/// misses them when it reads it again.
/// </summary>
public sealed class RestoreZeros : ITransformStep
{
    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        foreach (var limits in draft.Services.Select(service => service.Fields["ulimits"]).OfType<JsonObject>())
        {
            foreach (var limit in limits.Select(entry => entry.Value).OfType<JsonObject>())
            {
                limit.TryAdd("soft", 0);
                limit.TryAdd("hard", 0);
            }
        }

        return draft;
    }
}
