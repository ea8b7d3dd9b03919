using System.Text;
using ComposeExecutor.Pods.Output;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Output;

public sealed class LineSplitterSpecs
{
    private const int Longest = 8192;

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("\n\na\n", "||a")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("a\r\r\n", "a\r")]
    [InlineData("\r\n", "")]
    [InlineData("a", "a")]
    [InlineData("a\r", "a\r")]
    public void Line_feeds_end_lines_with_or_without_a_carriage_return(string text, string lines) => string.Join('|', Split(text)).ShouldBe(lines);

    [Fact]
    public void Nothing_is_no_line() => Split("").ShouldBeEmpty();

    [Fact]
    public void A_line_is_handed_on_as_soon_as_it_ends_and_the_rest_when_it_is_asked_for()
    {
        var lines = new List<string>();
        var splitter = Splitter(lines);

        splitter.Add("a\nb"u8);
        lines.ShouldBe(["a"]);
        splitter.Flush();
        lines.ShouldBe(["a", "b"]);
        splitter.Flush();
        lines.Count.ShouldBe(2);
    }

    [Fact]
    public void A_carriage_return_and_its_line_feed_may_come_apart() => Split("a\r", "\nb\n").ShouldBe(["a", "b"]);

    [Theory]
    [InlineData(Longest, new[] { Longest })]
    [InlineData(Longest + 1, new[] { Longest, 1 })]
    [InlineData((2 * Longest) + 5, new[] { Longest, Longest, 5 })]
    public void An_overlong_line_is_handed_on_in_pieces(int length, int[] pieces)
    {
        Split(new string('x', length) + "\n").Select(line => line.Length).ShouldBe(pieces);
        Split(new string('x', length)).Select(line => line.Length).ShouldBe(pieces);
    }

    [Fact]
    public void A_line_without_end_is_handed_on_before_it_ends()
    {
        var lines = new List<string>();

        Splitter(lines).Add(new byte[Longest * 3]);

        lines.Count.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void Lines_are_the_same_however_the_bytes_arrive() =>
        Gen.Select(
            Gen.Frequency((6, Gen.OneOf("a", "é", "\n", "\r", "\r\n", "")), (1, Gen.Int[Longest - 2, Longest + 2].Select(length => new string('x', length)))).Array[0, 12],
            Gen.Int[1, 5000].Array[1, 5])
        .Sample((parts, sizes) =>
        {
            var text = string.Concat(parts);
            var lines = new List<string>();
            var splitter = Splitter(lines);
            var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
            for (var i = 0; !bytes.IsEmpty; i++)
            {
                var size = Math.Min(sizes[i % sizes.Length], bytes.Length);
                splitter.Add(bytes[..size]);
                bytes = bytes[size..];
            }

            splitter.Flush();
            return lines.SequenceEqual(Split(text));
        }, iter: 2000);

    [Fact]
    public void Nothing_but_line_ends_is_ever_lost() =>
        Gen.OneOf("abc", "\n", "\r", "", "x y").Array[0, 20].Select(string.Concat).Sample(text =>
            string.Concat(Split(text)).Replace("\r", "", StringComparison.Ordinal)
            == text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));

    private static List<string> Split(params string[] chunks)
    {
        var lines = new List<string>();
        var splitter = Splitter(lines);
        foreach (var chunk in chunks)
            splitter.Add(Encoding.UTF8.GetBytes(chunk));
        splitter.Flush();
        return lines;
    }

    private static LineSplitter Splitter(List<string> lines) => new(line => lines.Add(Encoding.Latin1.GetString(line)));
}
