using ComposeExecutor.Mesos;
using CsCheck;

namespace ComposeExecutor.Tests.Mesos;

public sealed class MesosDurationSpecs
{
    private static readonly string[] Units = ["ns", "us", "ms", "secs", "mins", "hrs", "days", "weeks"];
    private static readonly double[] Seconds = [1e-9, 1e-6, 1e-3, 1, 60, 3600, 86400, 604800];

    [Theory]
    [InlineData("15mins", 15 * TimeSpan.TicksPerMinute)]
    [InlineData("2secs", 2 * TimeSpan.TicksPerSecond)]
    [InlineData("250ms", 250 * TimeSpan.TicksPerMillisecond)]
    [InlineData("1.5hrs", 90 * TimeSpan.TicksPerMinute)]
    [InlineData("100ns", 1)]
    [InlineData("1us", 10)]
    [InlineData("3days", 3 * TimeSpan.TicksPerDay)]
    [InlineData("2weeks", 14 * TimeSpan.TicksPerDay)]
    [InlineData("0secs", 0)]
    [InlineData(".5secs", TimeSpan.TicksPerSecond / 2)]
    public void Every_unit_is_understood(string text, long ticks) => MesosDuration.Parse(text).Ticks.ShouldBe(ticks);

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("mins")]
    [InlineData("-5secs")]
    [InlineData("+5secs")]
    [InlineData("5 secs")]
    [InlineData("5secs ")]
    [InlineData("1e3secs")]
    [InlineData("1.2.3secs")]
    [InlineData(".secs")]
    [InlineData("5SECS")]
    [InlineData("5minutes")]
    [InlineData("99999999999999999999999999999999999999weeks")]
    [InlineData("9999999999weeks")]
    public void What_is_no_duration_is_rejected_with_an_example_of_one(string text)
    {
        MesosDuration.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => MesosDuration.Parse(text)).Message.ShouldContain("15mins");
    }

    [Fact]
    public void Any_number_of_a_unit_is_read_as_long_as_time_has_room_for_it() =>
        Gen.Select(Gen.UInt, Gen.Int[0, Units.Length - 1]).Sample((number, index) =>
            MesosDuration.TryParse($"{number}{Units[index]}", out var duration)
                ? Math.Abs((duration.TotalSeconds / Seconds[index]) - number) < 100
                : number * Seconds[index] > TimeSpan.MaxValue.TotalSeconds * 0.99);

    [Fact]
    public void Any_text_is_either_read_or_rejected() =>
        Gen.Select(Gen.Char["0123456789.-+ e"].Array[0, 40], Gen.Int[0, Units.Length - 1]).Sample((number, index) =>
            MesosDuration.TryParse(new string(number) + Units[index], out var duration)
                ? duration >= TimeSpan.Zero
                : duration == TimeSpan.Zero);
}
