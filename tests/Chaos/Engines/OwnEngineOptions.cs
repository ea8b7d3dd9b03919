namespace Chaos.Engines;

/// <summary>How an engine of one's own is to be.</summary>
public sealed record OwnEngineOptions
{
    /// <summary>Whether its containers go on running while it is away.</summary>
    public bool LiveRestore { get; init; }

    /// <summary>Where the subnets of its networks come from, as in <c>--default-address-pool</c>; null for a range chosen by chance.</summary>
    public string? AddressPool { get; init; }

    /// <summary>Images of the usual engine that it is given.</summary>
    public IReadOnlyList<string> Images { get; init; } = ["compose-executor/busybox:local"];
}
