namespace ComposeExecutor.Configuration.Keys;

/// <summary>Who may set a key.</summary>
internal enum KeyScope
{
    /// <summary>Every layer.</summary>
    Task,

    /// <summary>
    /// The operator's file and the environment: what is needed before a task is known, and what would let a task choose a program or an
    /// engine on the host.
    /// </summary>
    Executor,
}
