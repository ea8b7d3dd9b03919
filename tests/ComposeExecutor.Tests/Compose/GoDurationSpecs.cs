using ComposeExecutor.Compose;
using CsCheck;

namespace ComposeExecutor.Tests.Compose;

public sealed class GoDurationSpecs
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("10s", 10 * TimeSpan.TicksPerSecond)]
    [InlineData("1m30s", 90 * TimeSpan.TicksPerSecond)]
    [InlineData("1h2m3.5s", (3723 * TimeSpan.TicksPerSecond) + (TimeSpan.TicksPerSecond / 2))]
    [InlineData("1.5h", 90 * TimeSpan.TicksPerMinute)]
    [InlineData(".5s", TimeSpan.TicksPerSecond / 2)]
    [InlineData("5.s", 5 * TimeSpan.TicksPerSecond)]
    [InlineData("250ms", 250 * TimeSpan.TicksPerMillisecond)]
    [InlineData("5us", 50)]
    [InlineData("5\u00b5s", 50)]
    [InlineData("5\u03bcs", 50)]
    [InlineData("500ns", 5)]
    [InlineData("60ns", 1)]
    [InlineData("0.29s", 29 * TimeSpan.TicksPerSecond / 100)]
    public void A_duration_is_read_as_Go_reads_it(string text, long ticks)
    {
        GoDuration.TryParse(text, out var value).ShouldBeTrue();
        value.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData(".s")]
    [InlineData("1.2.3s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5s ")]
    [InlineData("5S")]
    [InlineData("5d")]
    [InlineData("1e3s")]
    [InlineData("5s3")]
    [InlineData("9999999999h")]
    [InlineData("99999999999999999999999999999999999999999999999999s")]
    public void What_is_no_duration_is_rejected(string? text)
    {
        GoDuration.TryParse(text, out var value).ShouldBeFalse();
        value.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Parts_add_up() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000]).Sample((hours, minutes, seconds, milliseconds) =>
            GoDuration.TryParse($"{hours}h{minutes}m{seconds}s{milliseconds}ms", out var value)
            && value == new TimeSpan(0, hours, minutes, seconds, milliseconds));

    [Fact]
    public void Any_text_is_either_read_or_rejected() =>
        Gen.Char["0123456789.hmsnuµ -+e"].Array[0, 12].Sample(text => GoDuration.TryParse(new string(text), out var value) || value == TimeSpan.Zero);
}
