namespace ComposeExecutor.Docker;

/// <summary>How a command that was run inside a container ended.</summary>
/// <param name="ExitCode">Its exit code; 126 and 127 by convention mean that it could not be run.</param>
/// <param name="Output">The last of what it wrote to standard output and standard error, without blank ends.</param>
public sealed record ExecResult(int ExitCode, string Output);
