using System.Buffers;

namespace ComposeExecutor.Configuration.Values;

/// <summary>Numbers that are followed by a unit.</summary>
internal static class NumberText
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("0123456789.");

    /// <summary>How many characters of an unsigned number a text begins with.</summary>
    public static int LengthAtStart(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExcept(Letters);
        return length < 0 ? text.Length : length;
    }
}
