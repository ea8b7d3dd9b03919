namespace ComposeExecutor.Transform;

/// <summary>Thrown when a project cannot become a pod; the message names the services and fields, and says what to change.</summary>
public class TransformException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What cannot be done, in which service, and what to change.</param>
    public TransformException(string message)
        : base(message)
    {
    }
}
