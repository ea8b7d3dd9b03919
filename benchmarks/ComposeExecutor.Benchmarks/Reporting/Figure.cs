using System.Globalization;

namespace ComposeExecutor.Benchmarks.Reporting;

/// <summary>One row of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Target">What it should be at most.</param>
/// <param name="Verdict">Whether it is.</param>
internal sealed record Figure(string Name, string Measured, string Target, Verdict Verdict)
{
    /// <summary>A figure whose median has a target, or none.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="samples">The rounds.</param>
    /// <param name="unit">Their unit.</param>
    /// <param name="target">The most it should be; null when nothing is asked of it.</param>
    /// <param name="format">The format of its numbers.</param>
    public static Figure Of(string name, Samples samples, string unit, double? target, string format = "0.0") => new(
        name,
        samples.Describe(format, unit),
        target is { } most ? $"≤ {most.ToString("0.##", CultureInfo.InvariantCulture)} {unit}" : "–",
        target is null ? Verdict.Informative : samples.Median <= target ? Verdict.Met : Verdict.Missed);

    /// <summary>Something that could not be measured.</summary>
    /// <param name="name">What it was to be.</param>
    /// <param name="reason">Why it could not; the first line is told.</param>
    public static Figure Failure(string name, string reason) => new(name, reason.Split('\n')[0], "–", Verdict.Failed);
}
