namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>One way in which a pod may differ from Compose.</summary>
/// <param name="Name">Its name in <c>docs/compose-differences.md</c>.</param>
/// <param name="Allows">Whether a difference is such a one; it is told what was seen of the pod.</param>
internal sealed record AllowedDifference(string Name, Func<Difference, Observation, bool> Allows);
