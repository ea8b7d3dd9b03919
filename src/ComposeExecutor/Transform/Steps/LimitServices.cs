using System.Globalization;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;

namespace ComposeExecutor.Transform.Steps;

/// <summary>
/// Compares what each service asks for with what the task has. One that asks for more can never get it; a program that sizes itself by its
/// limit would find that out the hard way. What the services ask for together may be more than the task has.
/// </summary>
public sealed class LimitServices : ITransformStep
{
    private const int DefaultPeriodMicroseconds = 100_000;

    /// <inheritdoc/>
    public PodDraft Apply(PodDraft draft, PodContext context)
    {
        if (context.OverLimit == OverLimit.Allow)
            return draft;
        var excesses = draft.Services
            .SelectMany(service => MemoryOf(service, context.Limits.MaxMemory).Concat(CpusOf(service, context.Limits.MaxCpus)))
            .ToList();
        if (excesses.Count == 0)
            return draft;
        if (context.OverLimit == OverLimit.Refuse)
        {
            throw new TransformException(
                $"{string.Join(' ', excesses.Select(excess => $"Service '{excess.Service}' asks for {excess.Asked} ({excess.Field}), but the task has {excess.Given}."))} "
                + "Ask the framework for more, ask for less in the compose file, or set pod.overlimit to 'clamp'.");
        }

        foreach (var excess in excesses)
        {
            excess.Clamp();
            draft = draft.Noting($"Service '{excess.Service}' asks for {excess.Asked} ({excess.Field}); it gets what the task has, {excess.Given}.");
        }

        return draft;
    }

    private static IEnumerable<Excess> MemoryOf(ComposeService service, long? most)
    {
        if (most is not { } given)
            yield break;
        (JsonObject? Owner, string Key, string Field)[] fields =
        [
            (service.Fields, "mem_limit", "mem_limit"),
            (service.Fields, "mem_reservation", "mem_reservation"),
            (Resources(service, "limits"), "memory", "deploy.resources.limits.memory"),
            (Resources(service, "reservations"), "memory", "deploy.resources.reservations.memory"),
        ];
        foreach (var (owner, key, field) in fields)
        {
            if (long.TryParse(owner?[key].AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > given)
            {
                yield return new Excess(service.Name, field, $"{PodLimits.Text(asked)} of memory", PodLimits.Text(given), () =>
                    owner![key] = given.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static IEnumerable<Excess> CpusOf(ComposeService service, double? most)
    {
        if (most is not { } given)
            yield break;
        (JsonObject? Owner, string Key, string Field)[] fields =
        [
            (service.Fields, "cpus", "cpus"),
            (Resources(service, "limits"), "cpus", "deploy.resources.limits.cpus"),
            (Resources(service, "reservations"), "cpus", "deploy.resources.reservations.cpus"),
        ];
        foreach (var (owner, key, field) in fields)
        {
            if (Number(owner?[key]) is { } asked && asked > given)
                yield return new Excess(service.Name, field, $"{PodLimits.Text(asked)} CPUs", PodLimits.Text(given), () => owner![key] = given);
        }

        var period = Number(service.Fields["cpu_period"]) is { } own and > 0 ? own : DefaultPeriodMicroseconds;
        if (Number(service.Fields["cpu_quota"]) is { } quota && quota / period > given)
        {
            yield return new Excess(service.Name, "cpu_quota", $"{PodLimits.Text(quota / period)} CPUs", PodLimits.Text(given), () =>
                service.Fields["cpu_quota"] = (long)(given * period));
        }
    }

    private static JsonObject? Resources(ComposeService service, string kind) =>
        ((service.Fields["deploy"] as JsonObject)?["resources"] as JsonObject)?[kind] as JsonObject;

    private static double? Number(JsonNode? node) =>
        double.TryParse(node.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private sealed record Excess(string Service, string Field, string Asked, string Given, Action Clamp);
}
