namespace ComposeExecutor.Compose.Archives;

/// <summary>How much an archive may hold: a small one can be made to grow without end.</summary>
/// <param name="Bytes">The size of all files together, uncompressed.</param>
/// <param name="Entries">The number of files, folders and links.</param>
internal sealed record ArchiveLimits(long Bytes, int Entries)
{
    /// <summary>Far more than files beside a compose file need, and less than a disk.</summary>
    public static ArchiveLimits Default { get; } = new(2L << 30, 100_000);
}
