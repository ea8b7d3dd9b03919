using System.Text.Json.Nodes;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Gives the devices of <c>blkio_config</c> the names of their fields back: Compose prints <c>path</c>, <c>rate</c> and <c>weight</c> with
/// a capital (<c>Path: /dev/sda</c>), and refuses that when it reads it again.
/// </summary>
public sealed class RestoreNames : ITransformStep
{
    private static readonly string[] Names = ["path", "rate", "weight"];

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        var limits = from service in draft.Services
                     from limit in service.Fields["blkio_config"] as JsonObject ?? []
                     from device in (limit.Value as JsonArray ?? []).OfType<JsonObject>()
                     select device;
        foreach (var device in limits)
        {
            foreach (var name in Names)
            {
                var printed = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
                if (device.Remove(printed, out var value))
                    device.TryAdd(name, value);
            }
        }

        return draft;
    }
}
