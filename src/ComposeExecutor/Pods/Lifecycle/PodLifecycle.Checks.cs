using ComposeExecutor.Mesos;

namespace ComposeExecutor.Pods.Lifecycle;

// The checks that the framework wants of the task itself. They are only made while the pod runs, so what comes later is too late.
public static partial class PodLifecycle
{
    // Every failure that counts is reported, not only the first: that is what Mesos' own executors do (default_executor.cpp, taskHealthUpdated).
    private static Transition OnHealthChecked(PodState state, PodEvent.HealthChecked health)
    {
        if (state.Phase != PodPhase.Running)
            return Transition.None(state);

        var reported = new Transition(
            state with { TaskHealth = health.Healthy, ReportedHealth = health.Healthy },
            [new PodEffect.Announce(TaskState.Running, health.Message, health.Healthy, TaskReason.TaskHealthCheckStatusUpdated)]);

        // KILLED, and without a reason, as from Mesos' own executors: that the task was unhealthy is what its last status says.
        return health.Kill
            ? reported.Then(running => Decide(running, new PodOutcome(TaskState.Killed, health.Message, Unhealthy: true)))
            : reported;
    }

    private static Transition OnCheckChanged(PodState state, PodEvent.CheckChanged check) => state.Phase == PodPhase.Running
        ? new Transition(state, [new PodEffect.Announce(TaskState.Running, check.Message, HealthOf(state), TaskReason.TaskCheckStatusUpdated)])
        : Transition.None(state);
}
