namespace ComposeExecutor.Docker;

/// <summary>Thrown by everything in <c>Docker/</c>: the engine does not answer, or refuses; the message says what was asked and what it said.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was asked of the engine, what it answered, and what to do about it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public EngineException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
