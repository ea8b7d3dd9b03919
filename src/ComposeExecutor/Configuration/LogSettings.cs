using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Configuration;

/// <summary>The executor's own log: <c>log.*</c>.</summary>
public sealed record LogSettings
{
    /// <summary>The least severe messages that are written.</summary>
    public required LogLevel Level { get; init; }
}
