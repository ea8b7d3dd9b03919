using System.Globalization;

namespace ComposeExecutor.Benchmarks.Reporting;

/// <summary>One value from each round.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            var sorted = _values.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    /// <summary>Adds the value of a round.</summary>
    /// <param name="value">The value.</param>
    public void Add(double value) => _values.Add(value);

    /// <summary>Adds the time of a round, in milliseconds.</summary>
    /// <param name="time">The time.</param>
    public void Add(TimeSpan time) => _values.Add(time.TotalMilliseconds);

    /// <summary>The median with the smallest and the largest.</summary>
    /// <param name="format">The format of each number.</param>
    /// <param name="unit">The unit, behind the median.</param>
    public string Describe(string format, string unit)
    {
        return _values.Count == 1 ? $"{Text(Median)} {unit}" : $"{Text(Median)} {unit} [{Text(_values.Min())}–{Text(_values.Max())}]";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
