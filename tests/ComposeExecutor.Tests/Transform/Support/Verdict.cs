namespace ComposeExecutor.Tests.Transform.Support;

/// <summary>What becomes of a field of a compose file.</summary>
public enum Verdict
{
    /// <summary>It reaches Docker as it is.</summary>
    Kept,

    /// <summary>It reaches Docker otherwise, or by another way.</summary>
    Changed,

    /// <summary>It has no meaning in a pod, and a note says so.</summary>
    LeftOut,

    /// <summary>The pod is refused.</summary>
    Refused,

    /// <summary>Compose has put it into other fields before the transform begins.</summary>
    Rendered,
}
