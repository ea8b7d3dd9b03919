namespace Chaos;

/// <summary>How much is to be broken.</summary>
public sealed record ChaosOptions
{
    /// <summary>The path of the published executable.</summary>
    public required string Executable { get; init; }

    /// <summary>What all that happens by chance is derived from.</summary>
    public required int Seed { get; init; }

    /// <summary>The number of the first round, to repeat one that failed.</summary>
    public int FirstRound { get; init; } = 1;

    /// <summary>How many rounds at most; null for as many as there is time for.</summary>
    public int? Rounds { get; init; }

    /// <summary>No round begins after this time.</summary>
    public required TimeSpan Duration { get; init; }
}
