namespace ComposeExecutor.Pods.Cgroups;

/// <summary>One thing to do in the cgroup file system.</summary>
public abstract record CgroupStep
{
    private CgroupStep()
    {
    }

    /// <summary>Make a cgroup.</summary>
    /// <param name="Folder">Its folder; those above it are made too.</param>
    public sealed record Make(string Folder) : CgroupStep;

    /// <summary>Write a control file.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Text">What to write.</param>
    /// <param name="Required">Whether the limits do not hold without it; a kernel need not have the others.</param>
    public sealed record Write(string File, string Text, bool Required) : CgroupStep;
}
