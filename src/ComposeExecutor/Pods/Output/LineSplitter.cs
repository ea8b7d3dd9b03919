namespace ComposeExecutor.Pods.Output;

/// <summary>Cuts a stream of bytes into lines, however the bytes arrive. A line without end is handed on in pieces.</summary>
internal sealed class LineSplitter
{
    private const int LongestLine = 8192;

    private readonly LineHandler _onLine;
    private byte[] _rest = [];
    private int _length;
    private bool _inPieces;

    /// <summary>Receives a line without its line feed.</summary>
    public delegate void LineHandler(ReadOnlySpan<byte> line);

    public LineSplitter(LineHandler onLine) => _onLine = onLine;

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            Complete(bytes[..end]);
            bytes = bytes[(end + 1)..];
        }

        Append(bytes);
    }

    /// <summary>Hands on what has come since the last line feed.</summary>
    public void Flush()
    {
        if (_length > 0)
            HandOn(_rest.AsSpan(0, _length));
        _inPieces = false;
    }

    private void Complete(ReadOnlySpan<byte> end)
    {
        var line = end;
        if (_length > 0 || _inPieces || end.Length > LongestLine)
        {
            Append(end);
            line = _rest.AsSpan(0, _length);
        }

        if (line is [.., (byte)'\r'])
            line = line[..^1];
        // After the last piece of a long line there may be nothing left but its end.
        if (!line.IsEmpty || !_inPieces)
            HandOn(line);
        _length = 0;
        _inPieces = false;
    }

    // A piece is handed on when more of its line comes, so that a line that just fits stays whole.
    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_rest.Length == 0)
                _rest = new byte[LongestLine];
            if (_length == LongestLine)
            {
                HandOn(_rest);
                _inPieces = true;
            }

            var fits = Math.Min(bytes.Length, LongestLine - _length);
            bytes[..fits].CopyTo(_rest.AsSpan(_length));
            _length += fits;
            bytes = bytes[fits..];
        }
    }

    private void HandOn(ReadOnlySpan<byte> line)
    {
        _length = 0;
        _onLine(line);
    }
}
