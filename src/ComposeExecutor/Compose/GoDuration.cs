using System.Buffers;
using System.Globalization;

namespace ComposeExecutor.Compose;

/// <summary>Durations as compose files and Docker write them (<c>1m30s</c>, <c>250ms</c>): Go's <c>time.ParseDuration</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration.</summary>
    /// <param name="text">One or more numbers, each followed by ns, us, ms, s, m or h.</param>
    /// <param name="value">The duration, rounded to 100 ns.</param>
    /// <returns>False when the text is null, empty, negative, too large or not of that form.</returns>
    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
            return false;
        if (text == "0")
            return true;

        var rest = text.AsSpan();
        double ticks = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberCharacters);
            var unit = letters < 0 ? rest : rest[..letters];
            double? scale = unit switch
            {
                "ns" => TimeSpan.TicksPerMicrosecond / 1000.0,
                "us" or "\u00b5s" or "\u03bcs" => TimeSpan.TicksPerMicrosecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                _ => null,
            };
            if (scale is null)
                return false;
            ticks += number * scale.Value;
            rest = rest[unit.Length..];
        }

        if (ticks >= TimeSpan.MaxValue.Ticks)
            return false;
        value = TimeSpan.FromTicks((long)Math.Round(ticks));
        return true;
    }
}
