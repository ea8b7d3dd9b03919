using System.Buffers.Binary;
using System.Text;
using ComposeExecutor.Docker;
using CsCheck;

namespace ComposeExecutor.Tests.Docker;

public sealed class ContainerOutputSpecs
{
    [Fact]
    public void Frames_cut_anywhere_are_told_apart_by_their_stream() =>
        Gen.Select(Gen.Select(Gen.Bool, Gen.String[Gen.Char.AlphaNumeric, 0, 9000]).Array[0, 6], Gen.Int[1, 5000]).SampleAsync(async (frames, cut) =>
        {
            var (output, error) = await CopyAsync([.. frames.SelectMany(frame => Frame(frame.Item1, frame.Item2))], cut, hasTerminal: false);

            output.ShouldBe(string.Concat(frames.Where(frame => !frame.Item1).Select(frame => frame.Item2)));
            error.ShouldBe(string.Concat(frames.Where(frame => frame.Item1).Select(frame => frame.Item2)));
        });

    [Fact]
    public async Task A_terminals_output_has_no_frames()
    {
        var (output, error) = await CopyAsync("\u0001\0\0\0 plain"u8.ToArray(), 3, hasTerminal: true);

        output.ShouldBe("\u0001\0\0\0 plain");
        error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_that_ends_inside_a_frame_ends_the_copying()
    {
        var (output, _) = await CopyAsync(Frame(false, "cut off")[..11], 100, hasTerminal: false);

        output.ShouldBe("cut");
    }

    [Fact]
    public async Task A_broken_connection_is_an_error_of_the_engine()
    {
        using var container = new ContainerOutput(new HttpResponseMessage(), new BrokenStream(), hasTerminal: false);

        var failure = await Should.ThrowAsync<EngineException>(container.CopyAsync(_ => { }, _ => { }, TestContext.Current.CancellationToken));

        failure.Message.ShouldContain("broke");
    }

    private static byte[] Frame(bool isError, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[8 + payload.Length];
        frame[0] = isError ? (byte)2 : (byte)1;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }

    private static async Task<(string Output, string Error)> CopyAsync(byte[] bytes, int cut, bool hasTerminal)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        using var container = new ContainerOutput(new HttpResponseMessage(), new CutStream(bytes, cut), hasTerminal);
        await container.CopyAsync(
            part => output.Append(Encoding.UTF8.GetString(part.Span)), part => error.Append(Encoding.UTF8.GetString(part.Span)), TestContext.Current.CancellationToken);
        return (output.ToString(), error.ToString());
    }

    /// <summary>Gives no more than so many bytes at a time.</summary>
    private sealed class CutStream(byte[] bytes, int cut) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, cut)], cancellationToken);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset by peer");
    }
}
