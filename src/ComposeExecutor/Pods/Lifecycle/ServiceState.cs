using ComposeExecutor.Docker;

namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>How far a service has come.</summary>
public enum ServicePhase
{
    /// <summary>Created; waits for what it depends on.</summary>
    Waiting,

    /// <summary>The engine has been asked to start it.</summary>
    Starting,

    /// <summary>Its main process runs.</summary>
    Running,

    /// <summary>Its main process has ended, or it no longer exists.</summary>
    Ended,
}

/// <summary>A service as last observed.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="Health">What its health check says.</param>
/// <param name="ExitCode">How it ended; null before that, and when its container was removed by somebody else.</param>
/// <param name="Signalled">Whether it has been asked to end.</param>
public sealed record ServiceState(
    ServicePhase Phase,
    ContainerHealth Health = ContainerHealth.None,
    long? ExitCode = null,
    bool Signalled = false)
{
    /// <summary>The state every service begins in.</summary>
    public static ServiceState Initial { get; } = new(ServicePhase.Waiting);

    /// <summary>Whether it has been started and has not ended.</summary>
    public bool IsAlive => Phase is ServicePhase.Starting or ServicePhase.Running;
}
