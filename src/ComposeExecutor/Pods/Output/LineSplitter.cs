namespace ComposeExecutor.Pods.Output;

/// <summary>Cuts a stream of bytes into lines, however the bytes arrive. A line without end is handed on in pieces.</summary>
internal sealed class LineSplitter
{
    private const int LongestLine = 8192;

    private readonly LineHandler _onLine;
    private byte[] _rest = [];
    private int _length;

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

        while (!bytes.IsEmpty)
        {
            if (_rest.Length == 0)
                _rest = new byte[LongestLine];
            var fits = Math.Min(bytes.Length, _rest.Length - _length);
            bytes[..fits].CopyTo(_rest.AsSpan(_length));
            _length += fits;
            bytes = bytes[fits..];
            if (_length == _rest.Length)
                Flush();
        }
    }

    /// <summary>Hands on what has come since the last line feed.</summary>
    public void Flush()
    {
        if (_length == 0)
            return;
        var length = _length;
        _length = 0;
        _onLine(_rest.AsSpan(0, length));
    }

    private void Complete(ReadOnlySpan<byte> end)
    {
        if (end is [.., (byte)'\r'])
            end = end[..^1];
        if (_length == 0)
        {
            _onLine(end);
        }
        else if (_length + end.Length <= _rest.Length)
        {
            end.CopyTo(_rest.AsSpan(_length));
            _length += end.Length;
            Flush();
        }
        else
        {
            Flush();
            _onLine(end);
        }
    }
}
