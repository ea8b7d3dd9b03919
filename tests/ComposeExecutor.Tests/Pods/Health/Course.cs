using System.Collections.Immutable;
using ComposeExecutor.Pods.Health;

namespace ComposeExecutor.Tests.Pods.Health;

/// <summary>The course of one check, told as a list of results; remembers what was to be done.</summary>
internal sealed class Course(ICheckCourse course)
{
    /// <summary>What is to be done after the last event.</summary>
    public ImmutableArray<CheckEffect> Effects { get; private set; } = [];

    /// <summary>What has been reported so far, in order.</summary>
    public List<CheckEffect> Reports { get; } = [];

    /// <summary>What is waited for after the last event; null when nothing is.</summary>
    public TimeSpan? Wait => Effects.OfType<CheckEffect.Wait>().SingleOrDefault()?.For;

    public Course Happens(CheckEvent happened)
    {
        (course, Effects) = course.After(happened);
        Reports.AddRange(Effects.Where(effect => effect is CheckEffect.ReportHealth or CheckEffect.ReportCheck));
        return this;
    }

    public Course Begins() => Happens(new CheckEvent.Began());

    public Course Results(ProbeResult result, double atSeconds = 1000) => Happens(new CheckEvent.Probed(result, TimeSpan.FromSeconds(atSeconds)));

    public Course Passes(double atSeconds = 1000) => Results(new ProbeResult.CommandEnded(0, "ended with exit code 0"), atSeconds);

    public Course Fails(double atSeconds = 1000, int exitCode = 1) =>
        Results(new ProbeResult.CommandEnded(exitCode, $"ended with exit code {exitCode}"), atSeconds);
}
