using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentEmulator.Tests;

public sealed class ChunkingSpecs
{
    public static TheoryData<Chunking> Ways => new(Chunking.Whole, Chunking.ByteByByte, Chunking.ManyRecordsInOne, Chunking.SplitAt(7));

    [Theory]
    [MemberData(nameof(Ways), DisableDiscoveryEnumeration = true)]
    public async Task However_it_is_cut_the_stream_holds_the_same_records(Chunking chunking)
    {
        var (emulation, stream, task) = await Emulation.StartWithTaskAsync(new AgentOptions { Chunking = chunking });
        await using var _1 = emulation;
        using var _2 = stream;

        emulation.Agent.Kill(Emulation.TaskId);

        task["task_id"]!["value"]!.GetValue<string>().ShouldBe(Emulation.TaskId);
        await stream.NextAsync("KILL");
    }

    [Fact]
    public async Task Byte_by_byte_every_chunk_is_a_byte()
    {
        var chunks = await ReadChunksAsync(Chunking.ByteByByte);

        chunks.ShouldAllBe(chunk => chunk == 1);
    }

    [Fact]
    public async Task Whole_every_record_is_a_chunk()
    {
        var chunks = await ReadChunksAsync(Chunking.Whole);

        chunks.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Many_records_are_one_chunk()
    {
        var chunks = await ReadChunksAsync(Chunking.ManyRecordsInOne);

        chunks.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Split_every_chunk_but_the_last_is_as_long_as_asked()
    {
        var chunks = await ReadChunksAsync(Chunking.SplitAt(100));

        chunks.SkipLast(1).ShouldAllBe(chunk => chunk == 100);
        chunks[^1].ShouldBeLessThanOrEqualTo(100);
    }

    /// <summary>Subscribes over a bare socket and lists the lengths of the chunks that SUBSCRIBED and two LAUNCH events come in.</summary>
    private static async Task<List<int>> ReadChunksAsync(Chunking chunking)
    {
        await using var emulation = await Emulation.StartAsync(new AgentOptions { Chunking = chunking });
        emulation.Agent.Launch(TaskInfos.Marathon("web.1").ToJson());
        emulation.Agent.Launch(TaskInfos.Marathon("web.2").ToJson());
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", emulation.Agent.Port, TestContext.Current.CancellationToken);
        var call = emulation.Executor.Call("SUBSCRIBE");
        call["subscribe"] = new JsonObject();
        var body = call.ToJsonString();
        await using var connection = client.GetStream();
        await connection.WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /api/v1/executor HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n{body}"),
            TestContext.Current.CancellationToken);

        using var reader = new StreamReader(connection, Encoding.Latin1);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
        {
            // The head of the answer.
        }

        var lengths = new List<int>();
        var content = new StringBuilder();
        while (!HasThreeRecords(content.ToString()))
        {
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            var chunk = new char[int.Parse(line!, NumberStyles.HexNumber, CultureInfo.InvariantCulture)];
            await reader.ReadBlockAsync(chunk, TestContext.Current.CancellationToken);
            await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            lengths.Add(chunk.Length);
            content.Append(chunk);
        }

        return lengths;
    }

    private static bool HasThreeRecords(string content)
    {
        var position = 0;
        for (var record = 0; record < 3; record++)
        {
            var newline = content.IndexOf('\n', position);
            if (newline < 0)
                return false;
            var length = content.AsSpan(position, newline - position);
            position = newline + 1 + int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture);
            if (position > content.Length)
                return false;
        }

        return true;
    }
}
