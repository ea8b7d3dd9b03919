using System.Collections.Immutable;

namespace Chaos;

/// <summary>What came out of breaking things.</summary>
/// <param name="Rounds">How many rounds there were.</param>
/// <param name="Pods">How many pods lived in them.</param>
/// <param name="SlowestReap">The longest time from the death of an executor to the disappearance of its pod; zero when none was killed.</param>
/// <param name="Findings">What was wrong, with the history of the pods of the round.</param>
public sealed record ChaosReport(int Rounds, int Pods, TimeSpan SlowestReap, ImmutableArray<string> Findings);
