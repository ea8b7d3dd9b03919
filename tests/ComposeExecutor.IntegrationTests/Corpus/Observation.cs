namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>All that was seen of one launch.</summary>
/// <param name="Facts">What was looked at, and what was seen.</param>
/// <param name="Sharing">The services that share the pod's network; empty under Compose.</param>
internal sealed record Observation(IReadOnlyDictionary<Fact, string> Facts, IReadOnlySet<string> Sharing)
{
    /// <summary>Whether it did not come up.</summary>
    public bool HasFailed => Facts.GetValueOrDefault(new Fact("all", FactKind.Outcome)) == "failed";
}
