using System.Text.RegularExpressions;

namespace ComposeExecutor.Compose;

/// <summary>Tells Compose's warnings, which it writes to standard error as <c>time="…" level=warning msg="…"</c>, from its errors.</summary>
internal static partial class Logrus
{
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
