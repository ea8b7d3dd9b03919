namespace AgentEmulator;

/// <summary>A script, or another input of the program, does not make sense. The message says what, for the person who wrote it.</summary>
public sealed class ScriptException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ScriptException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the input.</param>
    public ScriptException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the input.</param>
    /// <param name="innerException">What found it.</param>
    public ScriptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
