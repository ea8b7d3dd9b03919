namespace ComposeExecutor.Benchmarks.Reporting;

/// <summary>Times of the executor against times of Docker Compose, taken in turns: each ratio is that of two neighbours.</summary>
internal sealed class Comparison
{
    private readonly Samples _ours = new();
    private readonly Samples _theirs = new();
    private readonly Samples _ratios = new();

    /// <summary>Adds a round.</summary>
    /// <param name="ours">The executor's time.</param>
    /// <param name="theirs">Docker Compose's time.</param>
    public void Add(TimeSpan ours, TimeSpan theirs)
    {
        _ours.Add(ours);
        _theirs.Add(theirs);
        _ratios.Add(ours / theirs);
    }

    /// <summary>The row: the median of the ratios, and the medians of both sides.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="target">The most the ratio should be.</param>
    public Figure ToFigure(string name, double target)
    {
        var figure = Figure.Of(name, _ratios, "×", target, "0.00");
        return figure with { Measured = $"{figure.Measured}; {_ours.Median:0} ms against {_theirs.Median:0} ms" };
    }
}
