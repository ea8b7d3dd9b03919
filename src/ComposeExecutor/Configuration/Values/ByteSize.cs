using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ComposeExecutor.Configuration.Values;

/// <summary>
/// Sizes as text. Units are powers of 1024 however they are written (<c>10m</c>, <c>10MB</c> and <c>10MiB</c> are the same), as in
/// Compose's byte values; a bare number is bytes.
/// </summary>
public static class ByteSize
{
    /// <summary>Reads a size of 0 or more.</summary>
    /// <param name="text">A number with or without a unit, in either case.</param>
    /// <param name="bytes">The size in bytes, rounded down.</param>
    /// <returns>Whether the text is a size; a negative one, or one that does not fit, is not.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out long bytes)
    {
        bytes = 0;
        var trimmed = text.AsSpan().Trim();
        var digits = trimmed[..NumberText.LengthAtStart(trimmed)];
        var unit = trimmed[digits.Length..].Trim().ToString();

        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || BytesOf(unit.ToUpperInvariant()) is not { } unitBytes
            || number > long.MaxValue / unitBytes)
            return false;

        bytes = (long)(number * unitBytes);
        return true;
    }

    private static long? BytesOf(string unit) => unit switch
    {
        "" or "B" => 1,
        "K" or "KB" or "KIB" => 1L << 10,
        "M" or "MB" or "MIB" => 1L << 20,
        "G" or "GB" or "GIB" => 1L << 30,
        "T" or "TB" or "TIB" => 1L << 40,
        _ => null,
    };
}
