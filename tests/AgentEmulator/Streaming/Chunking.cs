namespace AgentEmulator;

/// <summary>How the records of the event stream are cut into HTTP chunks. An executor must not care.</summary>
/// <param name="Joined">Records that are ready together are sent in one chunk.</param>
/// <param name="Size">The length of each chunk, in bytes; null for no limit.</param>
public sealed record Chunking(bool Joined, int? Size)
{
    /// <summary>A chunk for each record, as an agent usually sends.</summary>
    public static Chunking Whole { get; } = new(Joined: false, Size: null);

    /// <summary>A chunk for each byte.</summary>
    public static Chunking ByteByByte { get; } = new(Joined: false, Size: 1);

    /// <summary>One chunk for all the records that are ready.</summary>
    public static Chunking ManyRecordsInOne { get; } = new(Joined: true, Size: null);

    /// <summary>Records one after the other, cut at every so many bytes, wherever that falls.</summary>
    /// <param name="size">The length of a chunk.</param>
    public static Chunking SplitAt(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return new Chunking(Joined: true, size);
    }
}
