namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>How long to wait before a pull is tried again: longer each time, so that a registry in trouble is not kept in it.</summary>
internal static class PullBackoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The pause after a failed try.</summary>
    /// <param name="attempt">Which try has failed; the first is 1.</param>
    /// <param name="interval">The pause after the first (<c>launchtask.retryinterval</c>).</param>
    /// <returns>Twice as long for each further try, up to five minutes, but never less than the interval.</returns>
    public static TimeSpan After(int attempt, TimeSpan interval)
    {
        var ceiling = Math.Max(interval.TotalSeconds, Longest.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Min(interval.TotalSeconds * Math.Pow(2, attempt - 1), ceiling));
    }
}
