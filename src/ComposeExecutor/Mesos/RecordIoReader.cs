using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace ComposeExecutor.Mesos;

/// <summary>
/// Cuts a stream into records, each written as its length in decimal digits, a newline, and that many bytes
/// (RecordIO, Mesos <c>docs/scheduler-http-api.md</c>). The chunks in which the bytes arrive mean nothing.
/// </summary>
public sealed class RecordIoReader(PipeReader pipe, int maximumLength = RecordIoReader.DefaultMaximumLength)
{
    /// <summary>64 MiB: far above any task Mesos would carry, and a bound on what a broken length can make this process allocate.</summary>
    public const int DefaultMaximumLength = 64 << 20;

    /// <summary>Reads records from a stream, without holding a buffer while nothing arrives.</summary>
    public RecordIoReader(Stream stream, int maximumLength = DefaultMaximumLength)
        : this(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true)), maximumLength)
    {
    }

    /// <summary>Each record in turn, in memory of its own, until the stream ends between two records.</summary>
    /// <exception cref="RecordIoException">What arrived is not a record.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (TryTake(ref buffer, out var record))
                    yield return record;

                if (read.IsCompleted)
                {
                    if (!buffer.IsEmpty)
                        throw new RecordIoException($"Expected the rest of a record, found the end of the stream.");
                    yield break;
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private bool TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlyMemory<byte> record)
    {
        record = default;
        if (ReadLength(buffer, out var length) is not { } payload || buffer.Length - payload < length)
            return false;

        var end = buffer.GetPosition(payload + length);
        record = buffer.Slice(payload, length).ToArray();
        buffer = buffer.Slice(end);
        return true;
    }

    /// <summary>Where the payload begins, or null while the newline has not arrived.</summary>
    private int? ReadLength(ReadOnlySequence<byte> buffer, out int length)
    {
        length = 0;

        // One digit more than the maximum has, and the newline: whatever is longer cannot be a length.
        Span<byte> start = stackalloc byte[12];
        start = start[..(int)Math.Min(start.Length, buffer.Length)];
        buffer.Slice(0, start.Length).CopyTo(start);

        var digits = start.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0)
            return start.Length < 12
                ? null
                : throw new RecordIoException($"Expected a record's length of at most {maximumLength} bytes, found more than 11 digits.");
        if (start[digits] != '\n')
            throw new RecordIoException(
                $"Expected a record's length in decimal digits and a newline, found byte 0x{start[digits]:x2} after {digits} digits.");
        if (digits == 0)
            throw new RecordIoException("Expected a record's length, found an empty line.");

        var value = long.Parse(start[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        if (value == 0)
            throw new RecordIoException("Expected a record, found one of length 0, which RecordIO does not have.");
        if (value > maximumLength)
            throw new RecordIoException($"Expected a record of at most {maximumLength} bytes, found one of {value} bytes.");

        length = (int)value;
        return digits + 1;
    }
}
