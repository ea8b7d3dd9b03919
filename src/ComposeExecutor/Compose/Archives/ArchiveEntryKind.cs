namespace ComposeExecutor.Compose.Archives;

/// <summary>What an entry of an archive becomes.</summary>
internal enum ArchiveEntryKind
{
    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A file.</summary>
    File,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>Another name of a file that came before.</summary>
    HardLink,

    /// <summary>A device, a pipe, or something else that has no place in a sandbox.</summary>
    Special,
}
