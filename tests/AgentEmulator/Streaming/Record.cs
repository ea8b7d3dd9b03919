using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>RecordIO: the record's length in decimal, a newline, the record.</summary>
internal static class Record
{
    public static byte[] Encode(JsonObject message)
    {
        // An agent writes an unlimited limit as a bare word, which JSON does not know (stout's json.hpp).
        var body = Encoding.UTF8.GetBytes(message.ToJsonString().Replace("\"Infinity\"", "Infinity", StringComparison.Ordinal));
        return [.. Encoding.ASCII.GetBytes(body.Length.ToString(CultureInfo.InvariantCulture)), (byte)'\n', .. body];
    }
}
