namespace ComposeExecutor.Compose;

/// <summary>Tells Compose's warnings, which it writes to standard error as <c>time="…" level=warning msg="…"</c>, from its errors.</summary>
internal static class Logrus
{
    private const string Start = "time=\"";
    private const string MessageStart = " msg=\"";

    /// <summary>The messages of all warning lines, unquoted.</summary>
    /// <param name="error">What Compose wrote to standard error.</param>
    public static IEnumerable<string> Messages(string error) => error.Split('\n').Select(MessageOf).OfType<string>();

    /// <summary>What remains without the warning lines: the error itself.</summary>
    /// <param name="error">What Compose wrote to standard error.</param>
    public static string WithoutMessages(string error)
    {
        var rest = string.Join('\n', error.Split('\n').Where(line => MessageOf(line) is null)).Trim();
        return rest.Length > 0 ? rest : "it ended without saying why";
    }

    private static string? MessageOf(string line)
    {
        var at = line.StartsWith(Start, StringComparison.Ordinal) ? line.IndexOf(MessageStart, StringComparison.Ordinal) : -1;
        if (at < 0)
            return null;
        var message = line[(at + MessageStart.Length)..].TrimEnd();
        var end = message.LastIndexOf('"');
        return (end < 0 ? message : message[..end]).Replace("\\\"", "\"", StringComparison.Ordinal);
    }
}
