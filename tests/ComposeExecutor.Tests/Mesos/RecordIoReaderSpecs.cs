using System.Text;
using ComposeExecutor.Mesos;
using CsCheck;

namespace ComposeExecutor.Tests.Mesos;

public sealed class RecordIoReaderSpecs
{
    [Fact]
    public async Task A_record_split_anywhere_is_read_whole()
    {
        byte[][] records = ["x"u8.ToArray(), "{\"type\":\"HEARTBEAT\"}"u8.ToArray(), "1\n2\n3"u8.ToArray()];
        var wire = Wire(records);
        for (var at = 0; at <= wire.Length; at++)
            (await ReadAsync([wire[..at], wire[at..]])).ShouldBe(records);
    }

    [Fact]
    public async Task Records_come_out_as_they_went_in_whatever_the_chunks() =>
        await Gen.Select(Gen.Byte.Array[1, 300].Array[0, 10], Gen.Int[1, 400].Array[1, 5]).SampleAsync(async (records, sizes) =>
        {
            var read = await ReadAsync(Chunks(Wire(records), sizes));
            return read.Length == records.Length && read.Zip(records).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        }, iter: 200);

    [Theory]
    [InlineData("\n", "empty line")]
    [InlineData("x\n", "0x78 after 0 digits")]
    [InlineData("1x\n", "0x78 after 1 digits")]
    [InlineData("+1\na", "0x2b")]
    [InlineData("-1\na", "0x2d")]
    [InlineData(" 1\na", "0x20")]
    [InlineData("1\r\na", "0x0d")]
    [InlineData("0\n", "length 0")]
    [InlineData("301\n", "of 301 bytes")]
    [InlineData("99999999999\n", "of 99999999999 bytes")]
    [InlineData("999999999999\n", "more than 11 digits")]
    [InlineData("999999999999999999999999999999", "more than 11 digits")]
    [InlineData("5\nab", "end of the stream")]
    [InlineData("5", "end of the stream")]
    [InlineData("1\na2", "end of the stream")]
    public async Task What_is_no_record_is_an_error_that_says_what_was_found(string wire, string found)
    {
        var e = await Should.ThrowAsync<RecordIoException>(() => ReadAsync([Encoding.ASCII.GetBytes(wire)]));
        e.Message.ShouldStartWith("Expected");
        e.Message.ShouldContain(found);
    }

    [Fact]
    public async Task A_record_of_the_maximum_length_is_read() =>
        (await ReadAsync([Wire([new byte[300]])])).ShouldHaveSingleItem().Length.ShouldBe(300);

    [Fact]
    public async Task An_empty_stream_has_no_records() => (await ReadAsync([])).ShouldBeEmpty();

    [Fact]
    public async Task Records_before_an_error_are_delivered()
    {
        var read = new List<string>();
        await Should.ThrowAsync<RecordIoException>(async () =>
        {
            await foreach (var record in new RecordIoReader(new ChunkedStream(["1\na"u8.ToArray(), "!"u8.ToArray()])).ReadAllAsync(Cancel))
                read.Add(Encoding.ASCII.GetString(record.Span));
        });
        read.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Random_bytes_are_read_or_rejected_and_nothing_else() =>
        await Gen.Select(Gen.Byte.Array[0, 50], Gen.Char["0123456789\n"].Array[0, 6]).SampleAsync(async (bytes, start) =>
        {
            try
            {
                await ReadAsync([Encoding.ASCII.GetBytes(start), bytes]);
            }
            catch (RecordIoException)
            {
            }
        }, iter: 1000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Wire(byte[][] records) =>
        [.. records.SelectMany(record => (byte[])[.. Encoding.ASCII.GetBytes($"{record.Length}\n"), .. record])];

    private static byte[][] Chunks(byte[] wire, int[] sizes)
    {
        var chunks = new List<byte[]>();
        for (int at = 0, i = 0; at < wire.Length; at += chunks[^1].Length)
            chunks.Add(wire[at..Math.Min(wire.Length, at + sizes[i++ % sizes.Length])]);
        return [.. chunks];
    }

    private static async Task<byte[][]> ReadAsync(byte[][] chunks)
    {
        var records = new List<byte[]>();
        await foreach (var record in new RecordIoReader(new ChunkedStream(chunks), maximumLength: 300).ReadAllAsync(Cancel))
            records.Add(record.ToArray());
        return [.. records];
    }

    /// <summary>Gives one chunk a read, as a socket would.</summary>
    private sealed class ChunkedStream(byte[][] chunks) : MemoryStream
    {
        private readonly Queue<byte[]> _chunks = new(chunks.Where(chunk => chunk.Length > 0));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Length == 0 || _chunks.Count == 0)
                return ValueTask.FromResult(0);
            var chunk = _chunks.Dequeue();
            chunk.CopyTo(buffer);
            return ValueTask.FromResult(chunk.Length);
        }
    }
}
