using System.Text;
using ComposeExecutor.Pods.Output;

namespace ComposeExecutor.Tests.Pods.Output;

public sealed class ServiceConsoleSpecs
{
    [Fact]
    public void A_line_appears_behind_the_name_of_its_service()
    {
        using var stream = new MemoryStream();
        var console = new ServiceConsole(stream);

        console.Write("web", "hello"u8);
        console.Write("db", ""u8);
        console.Write("wéb", Encoding.UTF8.GetBytes(new string('x', 9000)));

        Encoding.UTF8.GetString(stream.ToArray()).ShouldBe($"web | hello\ndb | \nwéb | {new string('x', 9000)}\n");
    }

    [Fact]
    public void A_line_is_written_at_once()
    {
        using var stream = new CountingStream();

        new ServiceConsole(stream).Write("web", "hello"u8);

        stream.Writes.ShouldBe(1);
    }

    [Fact]
    public void Lines_of_several_services_never_mix()
    {
        using var stream = new MemoryStream();
        var console = new ServiceConsole(stream);

        Parallel.For(0, 4, service =>
        {
            for (var i = 0; i < 200; i++)
                console.Write($"{service}", Encoding.UTF8.GetBytes(new string((char)('a' + service), i)));
        });

        Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n').ShouldAllBe(line => IsWhole(line));
    }

    [Fact]
    public void A_reader_that_went_away_does_no_harm()
    {
        using var stream = new CountingStream { Broken = true };

        Should.NotThrow(() => new ServiceConsole(stream).Write("web", "hello"u8));
    }

    private static bool IsWhole(string line) => line[4..].All(character => character - 'a' == line[0] - '0');

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public bool Broken { get; init; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Broken)
                throw new IOException("Broken pipe");
            Writes++;
            base.Write(buffer, offset, count);
        }
    }
}
