namespace Chaos.Engines;

/// <summary>What an <see cref="EngineProxy"/> does to a request instead of, or before, handing it on.</summary>
public sealed record EngineFault
{
    /// <summary>The status it is answered with, without being handed on; null to hand it on.</summary>
    public int? Status { get; init; }

    /// <summary>How long it is held back first.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>To how many requests this is done; null for all until further notice.</summary>
    public int? Times { get; init; }
}
