namespace ComposeExecutor.Mesos;

/// <summary>
/// Agents write an unlimited resource as a bare <c>Infinity</c> (rapidjson's <c>kWriteNanAndInfFlag</c> in stout's <c>jsonify.hpp</c>),
/// which is not JSON, and which they do not read themselves. As the string <c>"Infinity"</c> it is JSON, and they read it (stout's
/// <c>protobuf.hpp</c>).
/// </summary>
internal static class NonFiniteNumbers
{
    /// <summary>
    /// The same JSON with every bare <c>Infinity</c>, <c>-Infinity</c> and <c>NaN</c> in quotes; the very same memory where there is
    /// none.
    /// </summary>
    public static ReadOnlyMemory<byte> Quoted(ReadOnlyMemory<byte> json)
    {
        var bytes = json.Span;
        if (bytes.IndexOf("Infinity"u8) < 0 && bytes.IndexOf("NaN"u8) < 0)
            return json;

        var quoted = new MemoryStream(bytes.Length + 16);
        var inString = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            var word = inString ? 0 : WordAt(bytes[i..]);
            if (word > 0)
            {
                quoted.WriteByte((byte)'"');
                quoted.Write(bytes.Slice(i, word));
                quoted.WriteByte((byte)'"');
                i += word - 1;
                continue;
            }

            quoted.WriteByte(bytes[i]);
            if (bytes[i] == '"')
                inString = !inString;
            else if (bytes[i] == '\\' && i + 1 < bytes.Length)
                quoted.WriteByte(bytes[++i]);
        }

        return quoted.GetBuffer().AsMemory(0, (int)quoted.Length);
    }

    private static int WordAt(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("Infinity"u8) ? "Infinity"u8.Length
        : bytes.StartsWith("-Infinity"u8) ? "-Infinity"u8.Length
        : bytes.StartsWith("NaN"u8) ? "NaN"u8.Length
        : 0;
}
