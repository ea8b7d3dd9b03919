namespace ComposeExecutor.Transform;

/// <summary>A file that a pod's containers mount and that has to be written before they are created.</summary>
/// <param name="Path">Absolute path, inside <see cref="PodContext.Folder"/>.</param>
public sealed record PodFile(string Path)
{
    /// <summary>What everybody may read and nobody write, as Compose makes the files that it copies into containers.</summary>
    public const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Its text; null where it is a copy of <see cref="Source"/>.</summary>
    public string? Content { get; init; }

    /// <summary>The absolute path of the file that it is a copy of; null where it has a <see cref="Content"/>.</summary>
    public string? Source { get; init; }

    /// <summary>What it is for, to begin a sentence about it with.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The id of the user that owns it; null for the executor's own.</summary>
    public int? UserId { get; init; }

    /// <summary>The id of the group that owns it; null for the executor's own.</summary>
    public int? GroupId { get; init; }

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode { get; init; } = ReadableByAll;

    /// <summary>Never shows the content, which may be a secret.</summary>
    public override string ToString() => Content is null ? $"{Path} (a copy of {Source})" : $"{Path} ({Content.Length} characters)";
}
