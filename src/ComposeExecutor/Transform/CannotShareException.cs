namespace ComposeExecutor.Transform;

/// <summary>
/// The services of a project cannot share one network (or not without behaving otherwise than their files say). It refuses the
/// project where a shared network was asked for, and makes the pod keep the files' networks where the choice was left open.
/// </summary>
/// <param name="reason">A sentence: what stands against it, with the names of the services.</param>
/// <param name="remedy">A sentence: what to change in the files.</param>
public sealed class CannotShareException(string reason, string remedy)
    : TransformException($"{reason} {remedy} Or keep the networks of the files: set pod.network to 'auto' or 'compose'.")
{
    /// <summary>What stands against sharing, as a sentence.</summary>
    public string Reason { get; } = reason;
}
