namespace ComposeExecutor.Benchmarks.Reporting;

/// <summary>Whether a figure is as it should be.</summary>
internal enum Verdict
{
    /// <summary>It is.</summary>
    Met,

    /// <summary>It is not.</summary>
    Missed,

    /// <summary>It could not be measured.</summary>
    Failed,

    /// <summary>Nothing is asked of it.</summary>
    Informative,
}
