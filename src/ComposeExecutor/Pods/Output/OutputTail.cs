using System.Text;

namespace ComposeExecutor.Pods.Output;

/// <summary>The last lines that a service wrote, for the message that says why it failed.</summary>
internal sealed class OutputTail
{
    private const int MaximumLines = 10;
    private const int MaximumLineLength = 400;

    private readonly Queue<byte[]> _lines = new();
    private readonly Lock _gate = new();

    /// <summary>Remembers a line, and forgets the oldest.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        var kept = Cut(line).ToArray();
        lock (_gate)
        {
            _lines.Enqueue(kept);
            if (_lines.Count > MaximumLines)
                _lines.Dequeue();
        }
    }

    // Before the first byte of a character, so that none is cut in the middle; a character of UTF-8 has at most four.
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> line)
    {
        if (line.Length <= MaximumLineLength)
            return line;
        var end = MaximumLineLength;
        while (end > MaximumLineLength - 3 && (line[end] & 0xC0) == 0x80)
            end--;
        return line[..end];
    }

    /// <summary>The lines, oldest first; empty when there are none.</summary>
    public override string ToString()
    {
        lock (_gate)
            return string.Join('\n', _lines.Select(line => Encoding.UTF8.GetString(line).TrimEnd()));
    }
}
