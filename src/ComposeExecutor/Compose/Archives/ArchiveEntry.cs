namespace ComposeExecutor.Compose.Archives;

/// <summary>One entry of an archive.</summary>
/// <param name="Name">Its name as the archive has it: nothing is known of where it leads.</param>
/// <param name="Kind">What it becomes.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="LinkTarget">What a link refers to; empty for anything else.</param>
/// <param name="Content">A file's content, to be read before the next entry is asked for.</param>
internal sealed record ArchiveEntry(string Name, ArchiveEntryKind Kind, UnixFileMode Mode, string LinkTarget, Stream Content);
