using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ComposeExecutor.Mesos;

/// <summary>
/// Durations as Mesos writes them: a decimal number directly followed by its unit, such as <c>15mins</c> or <c>1.5hrs</c>
/// (stout's <c>Duration::parse</c>).
/// </summary>
public static class MesosDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration; see <see cref="TryParse"/> for what is accepted.</summary>
    /// <exception cref="FormatException">The text is not a duration.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration)
            ? duration
            : throw new FormatException(
                $"'{text}' is not a duration: expected a number followed by ns, us, ms, secs, mins, hrs, days or weeks, such as '15mins'.");

    /// <summary>
    /// Reads a duration in ns, us, ms, secs, mins, hrs, days or weeks, rounded to 100 ns. Signs, spaces and exponents are not part of
    /// the format.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null)
            return false;

        var digits = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        if (digits <= 0
            || TicksPerUnit(text.AsSpan(digits)) is not { } unit
            || !decimal.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > TimeSpan.MaxValue.Ticks / unit)
            return false;

        duration = TimeSpan.FromTicks((long)Math.Round(number * unit));
        return true;
    }

    private static decimal? TicksPerUnit(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 0.01m,
        "us" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "secs" => TimeSpan.TicksPerSecond,
        "mins" => TimeSpan.TicksPerMinute,
        "hrs" => TimeSpan.TicksPerHour,
        "days" => TimeSpan.TicksPerDay,
        "weeks" => TimeSpan.TicksPerDay * 7,
        _ => null,
    };
}
