using System.Text;

namespace ComposeExecutor.Pods.Output;

/// <summary>
/// The executor's own standard output, on which the lines of all services appear behind their names, so that the
/// framework's log view shows them.
/// </summary>
public sealed class ServiceConsole
{
    private readonly Stream _stream;
    private readonly Lock _gate = new();
    private byte[] _line = [];

    /// <summary>Writes to a stream, which stays the caller's.</summary>
    /// <param name="stream">Where to write to.</param>
    public ServiceConsole(Stream stream) => _stream = stream;

    /// <summary>Writes one line. May be called from several threads.</summary>
    /// <param name="service">Who says it.</param>
    /// <param name="line">What it says, without a line feed.</param>
    public void Write(string service, ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            // One write a line, so that lines of this process and of others on the same file do not mix.
            var needed = Encoding.UTF8.GetMaxByteCount(service.Length) + line.Length + 4;
            if (_line.Length < needed)
                _line = new byte[needed];
            var length = Encoding.UTF8.GetBytes(service, _line);
            " | "u8.CopyTo(_line.AsSpan(length));
            length += 3;
            line.CopyTo(_line.AsSpan(length));
            length += line.Length;
            _line[length++] = (byte)'\n';
            try
            {
                _stream.Write(_line, 0, length);
            }
            catch (IOException)
            {
                // Whoever read the output is gone (a closed pipe). The services' files have it all.
            }
        }
    }
}
