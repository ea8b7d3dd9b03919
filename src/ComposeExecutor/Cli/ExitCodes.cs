namespace ComposeExecutor.Cli;

/// <summary>What the executable's exit codes mean.</summary>
internal static class ExitCodes
{
    /// <summary>Every pod finished, or was stopped as asked.</summary>
    public const int Success = 0;

    /// <summary>A pod failed.</summary>
    public const int Failed = 1;

    /// <summary>What was given cannot be used: arguments, files or environment.</summary>
    public const int BadInput = 2;
}
