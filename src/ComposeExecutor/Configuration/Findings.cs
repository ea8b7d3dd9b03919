namespace ComposeExecutor.Configuration;

/// <summary>What loading finds on its way, so that everything can be reported together at its end.</summary>
internal sealed class Findings
{
    private const int LongestQuote = 80;

    /// <summary>What makes the configuration unusable, one line each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What is worth a line in the log, one line each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Text from outside as a message can show it, quoted.</summary>
    public static string Quote(string text) => $"'{Plain(text)}'";

    /// <summary>Text from outside as a message can show it: on one line and of bounded length.</summary>
    public static string Plain(string text)
    {
        var shown = text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "…") : text;
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
    }
}
