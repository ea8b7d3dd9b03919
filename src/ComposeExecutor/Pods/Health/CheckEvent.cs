namespace ComposeExecutor.Pods.Health;

/// <summary>Something that happens in the course of a check.</summary>
public abstract record CheckEvent
{
    private CheckEvent()
    {
    }

    /// <summary>The pod runs.</summary>
    public sealed record Began : CheckEvent;

    /// <summary>What was waited for is over.</summary>
    public sealed record Due : CheckEvent;

    /// <summary>A run of the check is over.</summary>
    /// <param name="Result">What came of it.</param>
    /// <param name="SinceBegin">How long ago the pod began to run.</param>
    public sealed record Probed(ProbeResult Result, TimeSpan SinceBegin) : CheckEvent;
}
