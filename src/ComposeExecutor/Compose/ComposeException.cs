namespace ComposeExecutor.Compose;

/// <summary>What kind of trouble a <see cref="ComposeException"/> tells of, so that a caller can report the right reason.</summary>
public enum ComposeFailure
{
    /// <summary>The files of the task are missing, unreadable or not a valid Compose project: trying again changes nothing.</summary>
    InvalidFiles,

    /// <summary>Compose itself is missing, too old, or did not answer in time: the host needs an operator.</summary>
    ComposeUnavailable,

    /// <summary>An image could not be pulled.</summary>
    ImagePull,

    /// <summary>An image could not be built.</summary>
    ImageBuild,

    /// <summary>The engine refused to create what the files ask for.</summary>
    Create,
}

/// <summary>Thrown by everything in <c>Compose/</c>; the message is written for the person who has to act on it.</summary>
public sealed class ComposeException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">What kind of trouble it is.</param>
    /// <param name="message">What failed, where, and what to do about it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public ComposeException(ComposeFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>What kind of trouble it is.</summary>
    public ComposeFailure Failure { get; }
}
