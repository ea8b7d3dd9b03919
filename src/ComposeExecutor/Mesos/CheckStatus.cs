namespace ComposeExecutor.Mesos;

/// <summary>
/// The result of a task's check (<c>CheckStatusInfo</c> in <c>mesos.proto</c>); the value is null until the check has run once.
/// </summary>
public abstract record CheckStatus
{
    /// <summary>
    /// The result of a check that has not been made. Every update of a task with a check must have one (Mesos:
    /// <c>validateStatusUpdate</c>); null for a task without a check.
    /// </summary>
    /// <param name="task">The task.</param>
    public static CheckStatus? Pending(TaskInfo task) => task.Check is not { } check
        ? null
        : (check.TryGetProperty("type", out var type) ? type.GetString() : null) switch
        {
            "HTTP" => new Http(null),
            "TCP" => new Tcp(null),
            _ => new Command(null),
        };

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
