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
        var kept = line[..Math.Min(line.Length, MaximumLineLength)].ToArray();
        lock (_gate)
        {
            _lines.Enqueue(kept);
            if (_lines.Count > MaximumLines)
                _lines.Dequeue();
        }
    }

    /// <summary>The lines, oldest first; empty when there are none.</summary>
    public override string ToString()
    {
        lock (_gate)
            return string.Join('\n', _lines.Select(line => Encoding.UTF8.GetString(line).TrimEnd()));
    }
}
