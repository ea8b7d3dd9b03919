namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>Something that is not as under Compose.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="Compose">What was seen under Compose; null where there was no such thing.</param>
/// <param name="Pod">What was seen in the pod; null where there was no such thing.</param>
internal sealed record Difference(Fact What, string? Compose, string? Pod);
