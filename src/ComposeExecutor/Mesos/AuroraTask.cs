using System.Buffers.Binary;

namespace ComposeExecutor.Mesos;

/// <summary>
/// What Aurora puts into <c>TaskInfo.data</c>: an <c>AssignedTask</c> of its <c>api.thrift</c>, in Thrift's binary protocol. Read as far as
/// is needed, within bounds, and trusting nothing: data of any other framework is not one.
/// </summary>
public static class AuroraTask
{
    private const byte Stop = 0, Bool = 2, Byte = 3, Double = 4, Int16 = 6, Int32 = 8, Int64 = 10, Text = 11, Struct = 12, Map = 13, Set = 14, List = 15;

    // The field numbers of api.thrift.
    private const short TaskField = 4, IsServiceField = 7;
    private const int MaxDepth = 16;

    /// <summary>Whether the job is a service, which is to run for ever.</summary>
    /// <param name="data">The task's data.</param>
    /// <returns>Null when it is not Aurora's data, or does not say.</returns>
    public static bool? IsService(ReadOnlySpan<byte> data)
    {
        var reader = new Reader(data);
        return reader.Find(TaskField, Struct) && reader.Find(IsServiceField, Bool) && reader.TryTake(1, out var value) ? value[0] != 0 : null;
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public bool TryTake(int count, out ReadOnlySpan<byte> taken)
        {
            taken = default;
            if (count < 0 || count > _rest.Length)
                return false;
            taken = _rest[..count];
            _rest = _rest[count..];
            return true;
        }

        // Stands before the field's value when it is found.
        public bool Find(short field, byte type)
        {
            while (TryTake(1, out var found) && found[0] != Stop)
            {
                if (!TryTake(sizeof(short), out var number))
                    return false;
                if (BinaryPrimitives.ReadInt16BigEndian(number) == field)
                    return found[0] == type;
                if (!Skip(found[0], 0))
                    return false;
            }

            return false;
        }

        private bool Skip(byte type, int depth)
        {
            if (depth > MaxDepth)
                return false;
            return type switch
            {
                Bool or Byte => TryTake(1, out _),
                Int16 => TryTake(sizeof(short), out _),
                Int32 => TryTake(sizeof(int), out _),
                Int64 or Double => TryTake(sizeof(long), out _),
                Text => TryCount(out var length) && TryTake(length, out _),
                Struct => SkipStruct(depth + 1),
                Map => TryTake(2, out var types) && TryCount(out var entries) && SkipAll(entries, types[0], types[1], depth + 1),
                Set or List => TryTake(1, out var element) && TryCount(out var elements) && SkipAll(elements, element[0], null, depth + 1),
                _ => false,
            };
        }

        private bool SkipStruct(int depth)
        {
            while (TryTake(1, out var type))
            {
                if (type[0] == Stop)
                    return true;
                if (!TryTake(sizeof(short), out _) || !Skip(type[0], depth))
                    return false;
            }

            return false;
        }

        // Each element takes a byte at least, so what claims to have more of them than there are bytes ends here.
        private bool SkipAll(int count, byte first, byte? second, int depth)
        {
            for (var index = 0; index < count; index++)
            {
                if (!Skip(first, depth) || (second is { } other && !Skip(other, depth)))
                    return false;
            }

            return true;
        }

        private bool TryCount(out int count)
        {
            count = -1;
            if (!TryTake(sizeof(int), out var bytes))
                return false;
            count = BinaryPrimitives.ReadInt32BigEndian(bytes);
            return count >= 0;
        }
    }
}
