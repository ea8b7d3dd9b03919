using ComposeExecutor.Configuration;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>What becomes of a service that stays unhealthy while the pod runs.</summary>
/// <param name="Action">What is done.</param>
/// <param name="After">How long it may be unhealthy before.</param>
public sealed record UnhealthyRule(UnhealthyAction Action, TimeSpan After)
{
    /// <summary>Nothing is done but to report it.</summary>
    public static UnhealthyRule Report { get; } = new(UnhealthyAction.Report, TimeSpan.Zero);
}
