using System.Text;
using ComposeExecutor.Pods.Output;

namespace ComposeExecutor.Tests.Pods.Output;

public sealed class OutputTailSpecs
{
    [Fact]
    public void A_service_that_said_nothing_has_no_tail() => Tail().ShouldBe("");

    [Fact]
    public void The_last_ten_lines_are_remembered_oldest_first() =>
        Tail([.. Enumerable.Range(1, 12).Select(number => $"line {number}")])
            .ShouldBe(string.Join('\n', Enumerable.Range(3, 10).Select(number => $"line {number}")));

    [Fact]
    public void A_long_line_is_cut() => Tail(new string('x', 5000)).ShouldBe(new string('x', 400));

    [Fact]
    public void A_character_is_not_cut_in_the_middle() => Tail(new string('x', 399) + "é").ShouldBe(new string('x', 399));

    [Fact]
    public void Bytes_that_are_no_text_do_not_harm()
    {
        var tail = new OutputTail();

        tail.Add([0x61, 0xff, 0x62]);
        tail.Add([.. Enumerable.Repeat((byte)0x80, 500)]);

        tail.ToString().ShouldStartWith("a\ufffdb");
    }

    [Fact]
    public void Blanks_at_the_end_of_a_line_are_left_out() => Tail("a \t", "b").ShouldBe("a\nb");

    private static string Tail(params string[] lines)
    {
        var tail = new OutputTail();
        foreach (var line in lines)
            tail.Add(Encoding.UTF8.GetBytes(line));
        return tail.ToString();
    }
}
