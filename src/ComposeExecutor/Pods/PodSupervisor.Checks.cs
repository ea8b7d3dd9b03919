using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Health;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Pods;

// The checks that the framework wants of the task: made from the moment the pod runs until its end is decided.
public sealed partial class PodSupervisor
{
    private CheckStatus? _checkStatus;

    private void FollowPhase(PodPhase before, PodPhase after)
    {
        if (before == after)
            return;
        if (after == PodPhase.Running)
            BeginChecks(_pod!.Checks);
        else if (before == PodPhase.Running)
            _checking.Cancel();
    }

    private void BeginChecks(PlacedChecks checks)
    {
        if (checks.Health is { } health)
            Work(CheckAsync(new HealthCourse(health), checks.HealthContainer));
        if (checks.Check is { } check)
            Work(CheckAsync(ResultCourse.Of(check), checks.CheckContainer));
    }

    private async Task CheckAsync(ICheckCourse course, string? container)
    {
        using var prober = new Prober(
            _dependencies.Engine,
            course.Probe,
            course.Timing.Timeout,
            container is null ? null : _containers[container].Container.Id,
            _dependencies.Time,
            _log);
        await new CheckRun(course, prober, Report, _dependencies.Time, _log).FollowAsync(_checking.Token);
    }

    private void Report(CheckEffect effect) => Post(effect switch
    {
        CheckEffect.ReportHealth health => new PodEvent.HealthChecked(health.Healthy, health.Message, health.Kill),
        CheckEffect.ReportCheck check => new PodEvent.CheckChanged(check.Status, check.Message),
        _ => throw new InvalidOperationException($"The supervisor does not know how to report {effect}."),
    });
}
