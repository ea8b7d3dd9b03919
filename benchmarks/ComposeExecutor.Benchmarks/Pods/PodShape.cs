namespace ComposeExecutor.Benchmarks.Pods;

/// <summary>What a measured pod looks like.</summary>
/// <param name="Services">How many services it has; 0 for no pod at all.</param>
/// <param name="HealthyChain">How many of its services wait, one for the other, until the one before is healthy.</param>
internal sealed record PodShape(int Services, int HealthyChain = 0);
