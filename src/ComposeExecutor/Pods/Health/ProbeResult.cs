namespace ComposeExecutor.Pods.Health;

/// <summary>What came of one run of a check.</summary>
/// <param name="Text">What happened, to follow the name of what was done: <c>answered 503</c>.</param>
public abstract record ProbeResult(string Text)
{
    /// <summary>The command ended.</summary>
    /// <param name="ExitCode">Its exit code.</param>
    /// <param name="Text">What happened.</param>
    public sealed record CommandEnded(int ExitCode, string Text) : ProbeResult(Text);

    /// <summary>The request was answered.</summary>
    /// <param name="Status">The answer's status.</param>
    /// <param name="Text">What happened.</param>
    public sealed record HttpAnswered(int Status, string Text) : ProbeResult(Text);

    /// <summary>The connection was accepted or not.</summary>
    /// <param name="Succeeded">Whether it was accepted.</param>
    /// <param name="Text">What happened.</param>
    public sealed record Connected(bool Succeeded, string Text) : ProbeResult(Text);

    /// <summary>It has no result, and that is the service's doing: it took too long, or the request was not answered.</summary>
    /// <param name="Text">What happened.</param>
    public sealed record Failed(string Text) : ProbeResult(Text);

    /// <summary>It could not be made, and that says nothing about the service: the engine does not answer.</summary>
    /// <param name="Text">What happened.</param>
    public sealed record Unavailable(string Text) : ProbeResult(Text);
}
