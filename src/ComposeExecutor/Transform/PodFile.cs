namespace ComposeExecutor.Transform;

/// <summary>A file that a pod's containers mount and that is part of the task's own description.</summary>
/// <param name="Path">Absolute path, inside <see cref="PodContext.Folder"/>.</param>
/// <param name="Content">Its text.</param>
public sealed record PodFile(string Path, string Content)
{
    /// <summary>Never shows the content, which may be a secret.</summary>
    public override string ToString() => $"{Path} ({Content.Length} characters)";
}
