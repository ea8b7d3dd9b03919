using System.Globalization;
using ComposeExecutor.Configuration.Layers;
using ComposeExecutor.Configuration.Values;
using CsCheck;

namespace ComposeExecutor.Tests.Configuration;

public sealed class ValueSpecs
{
    [Theory]
    [InlineData("500s", 500)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h 30m", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5s", 1.5)]
    [InlineData("15mins", 900)]
    [InlineData("2secs", 2)]
    [InlineData("1.5hrs", 5400)]
    [InlineData("1days", 86400)]
    [InlineData("2weeks", 1209600)]
    [InlineData("100us", 0.0001)]
    [InlineData("100ns", 0.0000001)]
    [InlineData("0", 0)]
    [InlineData("20", 20)]
    [InlineData("0.5", 0.5)]
    [InlineData(" 7 secs ", 7)]
    public void Durations_are_those_of_Go_Compose_and_Mesos(string text, double seconds)
    {
        Duration.TryParse(text, out var value).ShouldBeTrue();
        value.ShouldBe(TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("5x")]
    [InlineData("5S")]
    [InlineData("5m3")]
    [InlineData("3 5m")]
    [InlineData("1.2.3s")]
    [InlineData(".")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999999999999999999h")]
    [InlineData("9999999999999999weeks")]
    [InlineData("9999999999999999weeks9999999999999999weeks")]
    public void What_is_not_a_duration_is_refused(string? text) => Duration.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_bare_number_is_seconds() =>
        Gen.Int[0, int.MaxValue].Sample(seconds =>
            Duration.TryParse(seconds.ToString(CultureInfo.InvariantCulture), out var value) && value == TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Parts_of_a_duration_add_up() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 1000]).Sample((hours, minutes, milliseconds) =>
            Duration.TryParse($"{hours}h{minutes}m{milliseconds}ms", out var value)
            && value == TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void No_text_makes_the_parsers_throw() =>
        Gen.String[Gen.Char["0123456789.-+ smhdkKMGiBnuµw"], 0, 40].Sample(text =>
            (!Duration.TryParse(text, out var duration) || duration >= TimeSpan.Zero)
            && (!ByteSize.TryParse(text, out var bytes) || bytes >= 0));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("4096", 4096)]
    [InlineData("10k", 10240)]
    [InlineData("10m", 10485760)]
    [InlineData("10MB", 10485760)]
    [InlineData("10 MiB", 10485760)]
    [InlineData("1GiB", 1073741824)]
    [InlineData("1.5g", 1610612736)]
    [InlineData("1tb", 1099511627776)]
    [InlineData("7b", 7)]
    public void Sizes_are_powers_of_1024(string text, long expected)
    {
        ByteSize.TryParse(text, out var bytes).ShouldBeTrue();
        bytes.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("m")]
    [InlineData("-1")]
    [InlineData("10x")]
    [InlineData("1m1k")]
    [InlineData("99999999999999999999")]
    [InlineData("9000000000g")]
    public void What_is_not_a_size_is_refused(string? text) => ByteSize.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_list_is_a_sequence_or_a_text_with_commas_whatever_the_spaces()
    {
        var text = new ConfigurationValue { Key = "k", Layer = LayerKind.Labels, Origin = "label", Text = " general , example,," };

        text.ToList().ShouldBe(["general", "example"]);
        (text with { Elements = [" general", "a,b"] }).ToList().ShouldBe(["general", "a,b"]);
    }
}
