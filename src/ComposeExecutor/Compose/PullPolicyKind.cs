namespace ComposeExecutor.Compose;

/// <summary>What a service's <c>pull_policy</c> goes by.</summary>
public enum PullPolicyKind
{
    /// <summary>The image is pulled when it is not on the host (<c>missing</c>, <c>if_not_present</c>, or no policy).</summary>
    Missing,

    /// <summary>The image is always asked for at its registry.</summary>
    Always,

    /// <summary>The image is never pulled.</summary>
    Never,

    /// <summary>The image is always built.</summary>
    Build,

    /// <summary>The image is pulled when it was pulled too long ago (<c>daily</c>, <c>weekly</c>, <c>every_…</c>), or not at all.</summary>
    Aged,
}
