using System.Collections.Immutable;
using ComposeExecutor.Docker;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>How far a service has come.</summary>
public enum ServicePhase
{
    /// <summary>Waits for what it depends on.</summary>
    Waiting,

    /// <summary>The engine has been asked to start it.</summary>
    Starting,

    /// <summary>Its main process runs.</summary>
    Running,

    /// <summary>Its main process has ended, and is started again after a pause.</summary>
    BackingOff,

    /// <summary>Its main process has ended for good, or it no longer exists.</summary>
    Ended,
}

/// <summary>How far the stopping of a service has come.</summary>
public enum StopStage
{
    /// <summary>It is not being stopped.</summary>
    None,

    /// <summary>Its <c>pre_stop</c> commands run.</summary>
    PreStop,

    /// <summary>It has been sent its stop signal.</summary>
    Signalled,

    /// <summary>It has been sent SIGKILL.</summary>
    Killed,
}

/// <summary>A service as last observed.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="Health">What its health check says.</param>
/// <param name="ExitCode">How it last ended; null before that, and when its container was removed by somebody else.</param>
public sealed record ServiceState(ServicePhase Phase, ContainerHealth Health = ContainerHealth.None, long? ExitCode = null)
{
    // Observations of runs before these have long arrived.
    private const int RunsKept = 32;

    /// <summary>The state every service begins in.</summary>
    public static ServiceState Initial { get; } = new(ServicePhase.Waiting);

    /// <summary>How far its stopping has come.</summary>
    public StopStage Stop { get; init; }

    /// <summary>Why it is being stopped although the pod goes on; null when it is not.</summary>
    public Recycling? Recycling { get; init; }

    /// <summary>Whether its main process has been frozen by <c>docker pause</c>.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether its <c>post_start</c> commands have been run, or there are none.</summary>
    public bool IsReady { get; init; }

    /// <summary>How often it has been restarted.</summary>
    public int Restarts { get; init; }

    /// <summary>How many of these restarts count for its policy.</summary>
    public int Attempts { get; init; }

    /// <summary>How many restarts it has needed since its last long run.</summary>
    public int Streak { get; init; }

    /// <summary>Which run of its container is the last one known; empty before the first.</summary>
    public string Run { get; init; } = "";

    /// <summary>The last runs that have ended: what is seen of these is no news.</summary>
    public ImmutableArray<string> EndedRuns { get; init; } = [];

    /// <summary>The number of the timer for its restart or the end of its stopping; 0 when none counts.</summary>
    public int Timer { get; init; }

    /// <summary>The number of the timer for having been unhealthy too long; 0 when none counts.</summary>
    public int HealthTimer { get; init; }

    /// <summary>What its health check printed when it failed; empty while it does not fail.</summary>
    public string HealthOutput { get; init; } = "";

    /// <summary>Whether it has been started and has not ended.</summary>
    public bool IsAlive => Phase is ServicePhase.Starting or ServicePhase.Running;

    /// <summary>Whether it has been asked to end.</summary>
    public bool IsStopping => IsAlive && Stop != StopStage.None;

    /// <summary>Whether it runs, and whatever follows its start is done.</summary>
    public bool HasStarted => Phase == ServicePhase.Running && IsReady && Recycling is null;

    /// <summary>The state after a run has ended, with nothing left of that run.</summary>
    /// <param name="phase">How it goes on.</param>
    /// <param name="exitCode">How the run ended.</param>
    public ServiceState AfterRun(ServicePhase phase, long? exitCode) => this with
    {
        Phase = phase,
        Health = ContainerHealth.None,
        ExitCode = exitCode,
        Stop = StopStage.None,
        Recycling = null,
        Paused = false,
        IsReady = false,
        EndedRuns = WithEnded(Run),
        Timer = 0,
        HealthTimer = 0,
        HealthOutput = "",
    };

    /// <summary>The state with another run than before as the last one known; whatever ran before has ended then.</summary>
    /// <param name="run">The run.</param>
    public ServiceState InRun(string run) => run.Length == 0 || run == Run ? this : this with { Run = run, EndedRuns = WithEnded(Run) };

    private ImmutableArray<string> WithEnded(string run) =>
        run.Length == 0 || EndedRuns.Contains(run) ? EndedRuns : [.. EndedRuns.TakeLast(RunsKept - 1), run];
}
