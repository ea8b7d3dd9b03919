namespace AgentEmulator;

/// <summary>What was waited for did not happen in time. The message holds the whole timeline.</summary>
public sealed class DeadlinePassedException : TimeoutException
{
    /// <summary>Creates the exception without a message.</summary>
    public DeadlinePassedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was waited for, and the timeline.</param>
    public DeadlinePassedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was waited for, and the timeline.</param>
    /// <param name="innerException">What ended the wait.</param>
    public DeadlinePassedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
