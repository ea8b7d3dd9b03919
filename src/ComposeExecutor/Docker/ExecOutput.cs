using System.Text;

namespace ComposeExecutor.Docker;

/// <summary>The last bytes that a command writes: enough to say what went wrong, whatever it writes.</summary>
internal sealed class ExecOutput
{
    private const int Kept = 1024;

    private byte[] _last = [];

    /// <summary>Takes what the command has written.</summary>
    public void Add(ReadOnlyMemory<byte> written)
    {
        byte[] all = [.. _last, .. written.Span];
        _last = all.Length > Kept ? all[^Kept..] : all;
    }

    /// <summary>What is kept, as text; what is no UTF-8 becomes U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(_last).Trim();
}
