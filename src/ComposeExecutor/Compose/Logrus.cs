using System.Text.RegularExpressions;

namespace ComposeExecutor.Compose;

/// <summary>Tells Compose's warnings, which it writes to standard error as <c>time="…" level=warning msg="…"</c>, from its errors.</summary>
internal static partial class Logrus
{
    private const int LongestText = 2000;

    /// <summary>The messages of all warning lines, unquoted.</summary>
    /// <param name="error">What Compose wrote to standard error.</param>
    public static IEnumerable<string> Messages(string error) =>
        Line().Matches(error).Select(match => Unquoted(match.Groups["message"].Value));

    /// <summary>What remains without the warning lines: the error itself.</summary>
    /// <param name="error">What Compose wrote to standard error.</param>
    public static string WithoutMessages(string error)
    {
        var rest = Line().Replace(error, "").Trim();
        return rest.Length > 0 ? rest : "it ended without saying why";
    }

    /// <summary>
    /// Why Compose has failed: the last line, since progress comes before it; and where it lists several errors, each with a
    /// <c>*</c> in front, all of them.
    /// </summary>
    /// <param name="error">What Compose wrote to standard error.</param>
    public static string LastWords(string error)
    {
        var lines = WithoutMessages(error).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var listed = lines.Reverse().TakeWhile(line => line.StartsWith("* ", StringComparison.Ordinal)).Reverse().ToList();
        return Cut(listed.Count > 0 ? string.Join("; ", listed.Select(line => line[2..])) : lines[^1]);
    }

    /// <summary>As much of a text as somebody reads: registries' proxies answer with whole pages, and what a build runs may write anything.</summary>
    /// <param name="text">The text.</param>
    public static string Cut(string text) => text.Length > LongestText ? $"{text.AsSpan(0, LongestText)}…" : text;

    // Of Go's escapes (strconv.Quote) those that are found in sentences; others are left as they are.
    private static string Unquoted(string quoted) => Escape().Replace(quoted, escape => escape.ValueSpan[1] switch
    {
        'n' => "\n",
        't' => "\t",
        var character => character.ToString(),
    });

    [GeneratedRegex("""\\["\\nt]""", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();

    [GeneratedRegex("""^time="[^"]*" level=\w+ msg="(?<message>(?:[^"\\]|\\.)*)".*\n?""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
