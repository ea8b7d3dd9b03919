namespace ComposeExecutor.Benchmarks;

/// <summary>How the program ends. A missed target is a result, not a failure.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was measured.</summary>
    public const int Measured = 0;

    /// <summary>A scenario could not be measured.</summary>
    public const int Failed = 1;

    /// <summary>The arguments make no sense.</summary>
    public const int BadInput = 2;

    /// <summary>A signal ended it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
