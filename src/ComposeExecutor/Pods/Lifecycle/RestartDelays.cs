namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>The pauses between restarts of a service whose file does not give one: each twice as long as the one before.</summary>
/// <param name="First">The first pause.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="Reset">How long a run has to last for the next pause to be the first again.</param>
public sealed record RestartDelays(TimeSpan First, TimeSpan Longest, TimeSpan Reset)
{
    /// <summary>What kubelet does: 10 s, doubled up to 5 min, and from the beginning after 10 min of quiet.</summary>
    public static RestartDelays Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

    /// <summary>The pause before the next restart.</summary>
    /// <param name="streak">How many restarts have been needed since the last long run.</param>
    public TimeSpan After(int streak) => Doubled(streak) is { } delay && delay < Longest ? delay : Longest;

    // Beyond 2^30 any pause that is not 0 is longer than the longest.
    private TimeSpan Doubled(int streak) => First * Math.Pow(2, Math.Min(streak, 30));
}
