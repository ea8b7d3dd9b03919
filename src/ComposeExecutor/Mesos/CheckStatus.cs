namespace ComposeExecutor.Mesos;

/// <summary>
/// The result of a task's check (<c>CheckStatusInfo</c> in <c>mesos.proto</c>); the value is null until the check has run once.
/// </summary>
public abstract record CheckStatus
{
    private CheckStatus()
    {
    }

    /// <summary>How the check's command ended.</summary>
    public sealed record Command(int? ExitCode) : CheckStatus;

    /// <summary>What the check's HTTP request was answered with.</summary>
    public sealed record Http(int? StatusCode) : CheckStatus;

    /// <summary>Whether the check's connection was accepted.</summary>
    public sealed record Tcp(bool? Succeeded) : CheckStatus;
}
