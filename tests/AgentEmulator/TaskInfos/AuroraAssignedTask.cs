using System.Buffers.Binary;
using System.Text;

namespace AgentEmulator;

/// <summary>
/// Aurora's <c>AssignedTask</c> in Thrift's binary protocol, by its field numbers in <c>api.thrift</c>: enough of it that a reader has
/// to skip fields of every kind to find <c>task.isService</c>.
/// </summary>
internal static class AuroraAssignedTask
{
    private const byte Stop = 0, Bool = 2, Int32 = 8, Text = 11, Struct = 12, Map = 13, Set = 14;

    public static byte[] Encode(string taskId, bool isService, IReadOnlyList<int> ports)
    {
        using var output = new MemoryStream();
        WriteText(output, 1, taskId);
        WriteText(output, 2, "agent-1");
        WriteText(output, 3, "localhost");

        WriteField(output, Struct, 4);
        WriteTask(output, isService);

        WriteField(output, Map, 5);
        output.WriteByte(Text);
        output.WriteByte(Int32);
        WriteInt32(output, ports.Count);
        for (var index = 0; index < ports.Count; index++)
        {
            WriteText(output, $"port{index}");
            WriteInt32(output, ports[index]);
        }

        WriteField(output, Int32, 6);
        WriteInt32(output, 0);
        output.WriteByte(Stop);
        return output.ToArray();
    }

    private static void WriteTask(MemoryStream output, bool isService)
    {
        WriteField(output, Struct, 28);
        WriteText(output, 1, "www-data");
        WriteText(output, 2, "prod");
        WriteText(output, 3, "web");
        output.WriteByte(Stop);

        WriteField(output, Bool, 7);
        output.WriteByte(isService ? (byte)1 : (byte)0);

        WriteField(output, Int32, 13);
        WriteInt32(output, 1);

        WriteField(output, Set, 21);
        output.WriteByte(Text);
        WriteInt32(output, 1);
        WriteText(output, "http");

        output.WriteByte(Stop);
    }

    private static void WriteField(MemoryStream output, byte type, short id)
    {
        Span<byte> number = stackalloc byte[sizeof(short)];
        BinaryPrimitives.WriteInt16BigEndian(number, id);
        output.WriteByte(type);
        output.Write(number);
    }

    private static void WriteText(MemoryStream output, short id, string value)
    {
        WriteField(output, Text, id);
        WriteText(output, value);
    }

    private static void WriteText(MemoryStream output, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        WriteInt32(output, bytes.Length);
        output.Write(bytes);
    }

    private static void WriteInt32(MemoryStream output, int value)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, value);
        output.Write(number);
    }
}
