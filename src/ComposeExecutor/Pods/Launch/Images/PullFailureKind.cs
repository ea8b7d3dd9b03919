namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>Why an image could not be pulled.</summary>
internal enum PullFailureKind
{
    /// <summary>The registry, or the way to it, is in trouble: it may be better the next time.</summary>
    Passing,

    /// <summary>The registry does not know the image.</summary>
    Unknown,

    /// <summary>The registry wants credentials, or others.</summary>
    Denied,

    /// <summary>The image is not for this platform.</summary>
    OtherPlatform,
}
