namespace ComposeExecutor.Configuration;

/// <summary>The cgroup all containers of a pod are put under: the value of <c>pod.cgroupparent</c>.</summary>
public sealed record CgroupParent
{
    private readonly string text;

    private CgroupParent(string text) => this.text = text;

    /// <summary>The executor's own cgroup where the agent isolates it, else one made for the pod.</summary>
    public static CgroupParent Auto { get; } = new("auto");

    /// <summary>Docker's default: the pod is outside of the task's cgroup and its limits.</summary>
    public static CgroupParent None { get; } = new("none");

    /// <summary>
    /// The cgroup (or, with Docker's systemd driver, the slice) to use, or null for <see cref="Auto"/> and <see cref="None"/>.
    /// </summary>
    public string? Path => this == Auto || this == None ? null : text;

    /// <summary>A cgroup chosen by the operator.</summary>
    /// <param name="path">An absolute path below the cgroup root, or the name of a slice.</param>
    public static CgroupParent At(string path) => new(path);

    /// <inheritdoc/>
    public override string ToString() => text;
}
