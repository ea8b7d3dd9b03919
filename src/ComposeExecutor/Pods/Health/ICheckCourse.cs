using System.Collections.Immutable;

namespace ComposeExecutor.Pods.Health;

/// <summary>
/// How far a check has come, and what follows from what happens: a pure function. It is made after a delay, and again an interval after the
/// end of each run, so that no two runs ever overlap.
/// </summary>
public interface ICheckCourse
{
    /// <summary>What one run does.</summary>
    CheckProbe Probe { get; }

    /// <summary>When it is made.</summary>
    CheckTiming Timing { get; }

    /// <summary>Takes one event into account.</summary>
    /// <param name="happened">What happened.</param>
    /// <returns>What is true from now on, and what to do.</returns>
    (ICheckCourse Course, ImmutableArray<CheckEffect> Effects) After(CheckEvent happened);
}
