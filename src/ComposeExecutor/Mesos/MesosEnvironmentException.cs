namespace ComposeExecutor.Mesos;

/// <summary>The environment does not describe an agent to subscribe with. The message names every variable at fault.</summary>
public sealed class MesosEnvironmentException(IReadOnlyList<string> problems)
    : Exception("The environment set by the Mesos agent is not usable:\n- " + string.Join("\n- ", problems))
{
    /// <summary>One sentence for each variable at fault.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
