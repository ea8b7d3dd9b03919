namespace ComposeExecutor.Benchmarks.Reporting;

/// <summary>The table that everything ends in; it is Markdown as well.</summary>
internal static class FigureTable
{
    /// <summary>Lays it out.</summary>
    /// <param name="figures">The rows.</param>
    public static string Format(IEnumerable<Figure> figures)
    {
        string[] heading = ["figure", "measured (median [min–max])", "target", "met?"];
        var rows = figures.Select(figure => new[] { figure.Name, figure.Measured, figure.Target, Word(figure.Verdict) }).Prepend(heading).ToList();
        var widths = heading.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', width))]);
        return string.Join('\n', rows.Select(row => $"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |"));
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.Missed => "missed",
        Verdict.Failed => "failed",
        _ => "",
    };
}
