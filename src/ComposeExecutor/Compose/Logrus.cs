using System.Text.RegularExpressions;

namespace ComposeExecutor.Compose;

/// <summary>Tells Compose's warnings, which it writes to standard error as <c>time="…" level=warning msg="…"</c>, from its errors.</summary>
internal static partial class Logrus
{
    /// <summary>The messages of all warning lines, unquoted.</summary>
    /// <param name="error">What Compose wrote to standard error.</param>
    public static IEnumerable<string> Messages(string error) =>
        Line().Matches(error).Select(match => match.Groups["message"].Value.Replace("\\\"", "\"", StringComparison.Ordinal));

    /// <summary>What remains without the warning lines: the error itself.</summary>
    /// <param name="error">What Compose wrote to standard error.</param>
    public static string WithoutMessages(string error)
    {
        var rest = Line().Replace(error, "").Trim();
        return rest.Length > 0 ? rest : "it ended without saying why";
    }

    [GeneratedRegex("""^time="[^"]*" level=\w+ msg="(?<message>(?:[^"\\]|\\.)*)".*\n?""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
