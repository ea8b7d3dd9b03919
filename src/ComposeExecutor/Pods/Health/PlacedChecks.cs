using System.Collections.Immutable;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Health;

/// <summary>The checks of a task, each with the place in the pod where it is made.</summary>
/// <param name="Health">The health check; null for none.</param>
/// <param name="HealthContainer">The service whose container or network it is made in; null for the host's network.</param>
/// <param name="Check">The check; null for none.</param>
/// <param name="CheckContainer">The same for it.</param>
public sealed record PlacedChecks(TaskHealthCheck? Health, string? HealthContainer, TaskCheck? Check, string? CheckContainer)
{
    /// <summary>Finds the places.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="plan">The pod, transformed.</param>
    /// <param name="images">What its images say of themselves, by service.</param>
    /// <param name="chosen">The service that <c>pod.health.service</c> names; null for none.</param>
    /// <exception cref="CheckException">It cannot be told where a check is to be made.</exception>
    public static PlacedChecks Of(TaskChecks checks, PodDraft plan, ImmutableDictionary<string, ImageFacts> images, string? chosen)
    {
        if (checks is { Health: null, Check: null })
            return new PlacedChecks(null, null, null, null);
        var places = new CheckPlaces(plan, images, chosen);
        var health = checks.Health is { } asked ? CheckTarget.Of(asked.Probe, places) : null;
        var check = checks.Check is { } wanted ? CheckTarget.Of(wanted.Probe, places) : null;
        return new PlacedChecks(
            health is null ? null : checks.Health! with { Probe = health.Probe },
            health?.Container,
            check is null ? null : checks.Check! with { Probe = check.Probe },
            check?.Container);
    }
}
