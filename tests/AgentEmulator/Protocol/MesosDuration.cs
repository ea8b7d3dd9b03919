using System.Buffers;
using System.Globalization;

namespace AgentEmulator;

/// <summary>Durations in Mesos' notation: a number followed by ns, us, ms, secs, mins, hrs, days or weeks.</summary>
public static class MesosDuration
{
    private static readonly (string Name, long Nanoseconds)[] Units =
    [
        ("ns", 1),
        ("us", 1_000),
        ("ms", 1_000_000),
        ("secs", 1_000_000_000),
        ("mins", 60_000_000_000),
        ("hrs", 3_600_000_000_000),
        ("days", 86_400_000_000_000),
        ("weeks", 604_800_000_000_000),
    ];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>
    /// Writes a duration as an agent does: in the largest unit that fits, or the next smaller one when only that gives a whole number.
    /// </summary>
    /// <param name="duration">A duration that is not negative.</param>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);

        var nanoseconds = duration.Ticks * 100;
        var unit = Array.FindLastIndex(Units, candidate => nanoseconds >= candidate.Nanoseconds);
        if (unit > 0 && nanoseconds % Units[unit].Nanoseconds != 0 && nanoseconds % Units[unit - 1].Nanoseconds == 0)
            unit--;

        var (name, length) = Units[Math.Max(unit, 0)];
        return (nanoseconds / (double)length).ToString("G15", CultureInfo.InvariantCulture) + name;
    }

    /// <summary>Reads a duration. The short <c>s</c>, <c>m</c> and <c>h</c> are understood as well, for people.</summary>
    /// <param name="text">Such as <c>15mins</c>, <c>250ms</c>, <c>1.5hrs</c>, <c>60s</c>.</param>
    /// <exception cref="FormatException">It is not a duration.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var digits = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        var unit = digits < 0 ? "" : text[digits..] switch { "s" => "secs", "m" => "mins", "h" => "hrs", var name => name };
        var (_, length) = Array.Find(Units, candidate => candidate.Name == unit);
        if (length == 0
            || !double.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException($"'{text}' is not a duration: write a number and ns, us, ms, secs, mins, hrs, days or weeks.");
        }

        return TimeSpan.FromTicks((long)Math.Round(number * length / 100));
    }
}
