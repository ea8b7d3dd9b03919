namespace ComposeExecutor.Docker;

/// <summary>
/// The Docker Engine did not do what a pod needs. The message is for the person who must act: what failed, why, and what to do.
/// </summary>
public sealed class EngineException : Exception
{
    /// <summary>Says what failed, why, and what to do.</summary>
    public EngineException(string message)
        : base(message)
    {
    }

    /// <summary>Says what failed, why, and what to do, and keeps the cause for the log.</summary>
    public EngineException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the engine may have done all the same what it was asked for: its answer is what is missing.</summary>
    public bool MayHaveActed { get; init; }

    /// <summary>Whether the engine understood the request and will not do it, now or again, because of what was asked for.</summary>
    public bool Refused { get; init; }
}
