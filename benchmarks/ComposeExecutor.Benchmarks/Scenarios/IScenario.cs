using ComposeExecutor.Benchmarks.Reporting;

namespace ComposeExecutor.Benchmarks.Scenarios;

/// <summary>Something to do with an executor, and what to measure of it.</summary>
internal interface IScenario
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures; whatever it starts it also ends, and removes.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="cancellationToken">Calls it off.</param>
    Task<IReadOnlyList<Figure>> RunAsync(BenchContext context, CancellationToken cancellationToken);
}
