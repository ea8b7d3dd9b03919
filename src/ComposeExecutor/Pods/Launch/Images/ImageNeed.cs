namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>What has to be done about an image before the pod can be created.</summary>
internal enum ImageNeed
{
    /// <summary>Nothing: the one on the host is used.</summary>
    None,

    /// <summary>It is pulled.</summary>
    Pull,

    /// <summary>It is pulled, and built when that fails.</summary>
    PullOrBuild,

    /// <summary>It is built.</summary>
    Build,
}
