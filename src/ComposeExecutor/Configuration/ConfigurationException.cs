using System.Collections.Immutable;

namespace ComposeExecutor.Configuration;

/// <summary>The configuration cannot be used. Holds every problem found, not only the first.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">One line for each problem: where, what, and what is allowed.</param>
    public ConfigurationException(ImmutableArray<string> problems)
        : base(string.Join('\n', problems)) => Problems = problems;

    /// <summary>One line for each problem: where, what, and what is allowed.</summary>
    public ImmutableArray<string> Problems { get; }
}
