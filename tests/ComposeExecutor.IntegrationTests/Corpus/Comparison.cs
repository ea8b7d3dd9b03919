namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>Sets a pod against Compose.</summary>
internal static class Comparison
{
    /// <summary>What is different and may not be, in the order of the facts.</summary>
    /// <param name="compose">What was seen under Compose.</param>
    /// <param name="pod">What was seen in the pod.</param>
    public static IReadOnlyList<Difference> Of(Observation compose, Observation pod)
    {
        var differences = All(compose, pod);
        // Where one is up and the other is not, all else follows from that.
        return differences.Any(difference => difference.What.Kind == FactKind.Outcome) ? [.. differences.Where(difference => difference.What.Kind is FactKind.Outcome or FactKind.State)] : differences;
    }

    /// <summary>A table for the person who reads a failed test.</summary>
    /// <param name="file">The compose file.</param>
    /// <param name="differences">What to show.</param>
    public static string Table(string file, IReadOnlyList<Difference> differences)
    {
        string[][] rows = [["file", "what", "compose says", "pod says"], .. differences.Select(difference => new[] { file, difference.What.ToString(), difference.Compose ?? "(nothing)", difference.Pod ?? "(nothing)" })];
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToList();
        return string.Join('\n', rows.Select(row => string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    private static List<Difference> All(Observation compose, Observation pod) =>
    [
        .. from fact in compose.Facts.Keys.Union(pod.Facts.Keys)
           let difference = new Difference(fact, compose.Facts.GetValueOrDefault(fact), pod.Facts.GetValueOrDefault(fact))
           where difference.Compose != difference.Pod && !AllowedDifferences.All.Any(allowed => allowed.Allows(difference, pod))
           orderby fact.ToString()
           select difference,
    ];
}
