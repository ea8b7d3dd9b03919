using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ComposeExecutor.Configuration.Values;

/// <summary>
/// Durations as text: Go's and Compose's (<c>1h30m</c>, <c>250ms</c>), Mesos' (<c>15mins</c>, <c>1.5hrs</c>), or a bare number, which
/// is seconds, always.
/// </summary>
/// <remarks>
/// Mesos' units are those of <c>3rdparty/stout/include/stout/duration.hpp</c>: ns, us, ms, secs, mins, hrs, days, weeks.
/// </remarks>
public static class Duration
{
    // Nanoseconds for four months; multiplied by the ticks of a week it still fits into a decimal.
    private const decimal LargestNumber = 1e16m;

    /// <summary>Reads a duration of 0 or more.</summary>
    /// <param name="text">A number, or one or more pairs of number and unit; spaces between them do not matter.</param>
    /// <param name="value">The duration, in whole ticks of 100 ns.</param>
    /// <returns>Whether the text is a duration; a negative one, or one that does not fit, is not.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan value)
    {
        value = default;
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
            return false;

        var ticks = 0m;
        for (var isFirst = true; !rest.IsEmpty; isFirst = false)
        {
            if (!TryTakeNumber(ref rest, out var number))
                return false;

            var unit = TakeUnit(ref rest);
            var isBareNumber = unit.IsEmpty && isFirst && rest.IsEmpty;
            var unitTicks = isBareNumber ? TimeSpan.TicksPerSecond : TicksOf(unit);

            if (unitTicks == 0 || number > LargestNumber)
                return false;
            ticks += number * unitTicks;
            if (ticks > TimeSpan.MaxValue.Ticks)
                return false;
        }

        value = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out decimal number)
    {
        var digits = rest[..NumberText.LengthAtStart(rest)];
        rest = rest[digits.Length..].TrimStart();
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static ReadOnlySpan<char> TakeUnit(ref ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && char.IsLetter(rest[length]))
            length++;
        var unit = rest[..length];
        rest = rest[length..].TrimStart();
        return unit;
    }

    private static decimal TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 0.01m,
        "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" or "sec" or "secs" => TimeSpan.TicksPerSecond,
        "m" or "min" or "mins" => TimeSpan.TicksPerMinute,
        "h" or "hr" or "hrs" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "w" or "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
        _ => 0,
    };
}
