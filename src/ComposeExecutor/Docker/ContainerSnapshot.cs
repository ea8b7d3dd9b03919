using System.Collections.Immutable;

namespace ComposeExecutor.Docker;

/// <summary>What the engine's <c>State.Status</c> of a container can be.</summary>
public enum ContainerState
{
    /// <summary>Created and never started.</summary>
    Created,

    /// <summary>Its main process runs, or is frozen by <c>docker pause</c>.</summary>
    Running,

    /// <summary>Its main process has ended, or could not be started.</summary>
    Exited,

    /// <summary>It no longer exists, or is on its way out.</summary>
    Gone,
}

/// <summary>The result of a container's health check.</summary>
public enum ContainerHealth
{
    /// <summary>It has no health check.</summary>
    None,

    /// <summary>No result yet.</summary>
    Starting,

    /// <summary>The last check passed.</summary>
    Healthy,

    /// <summary>As many checks in a row failed as the health check allows.</summary>
    Unhealthy,
}

/// <summary>A container as the engine saw it at one moment.</summary>
public sealed record ContainerSnapshot
{
    /// <summary>The container's id, 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The container's name, without a leading slash.</summary>
    public required string Name { get; init; }

    /// <summary>The Compose service it belongs to; empty when it belongs to none.</summary>
    public required string Service { get; init; }

    /// <summary>What it was doing.</summary>
    public required ContainerState State { get; init; }

    /// <summary>Its main process, by the number that the engine's host knows it by; 0 while none runs.</summary>
    public int ProcessId { get; init; }

    /// <summary>
    /// Which of its runs this is, or was the last: what the engine says of when it was started, different for every start, and not to be
    /// compared otherwise, since clocks are set. Empty before the first.
    /// </summary>
    public string Run { get; init; } = "";

    /// <summary>How long the last run lasted, by the engine's clock; 0 while it lasts.</summary>
    public TimeSpan RanFor { get; init; }

    /// <summary>Whether its processes are frozen (<c>docker pause</c>).</summary>
    public bool Paused { get; init; }

    /// <summary>The bytes of memory that it may use; 0 for no limit of its own.</summary>
    public long MemoryLimit { get; init; }

    /// <summary>The cgroup that it was put under; empty for the engine's default.</summary>
    public string CgroupParent { get; init; } = "";

    /// <summary>Whether the engine had been away before it was asked, so that what it did meanwhile, and why, is not known.</summary>
    public bool EngineWasAway { get; init; }

    /// <summary>The main process's exit code; meaningful when <see cref="State"/> is <see cref="ContainerState.Exited"/>.</summary>
    public long ExitCode { get; init; }

    /// <summary>Whether the kernel killed a process of it for lack of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>What the engine says went wrong at its start; empty when nothing did.</summary>
    public string Error { get; init; } = "";

    /// <summary>The state of its health check.</summary>
    public ContainerHealth Health { get; init; }

    /// <summary>What the last run of the health check printed; empty when there was none.</summary>
    public string HealthOutput { get; init; } = "";

    /// <summary>Whether it has a health check, of its own or its image's.</summary>
    public bool HasHealthCheck { get; init; }

    /// <summary>Whether its output is a terminal's: one stream that does not tell standard error apart.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>The signal that asks it to end.</summary>
    public string StopSignal { get; init; } = "SIGTERM";

    /// <summary>Its addresses in the networks it is attached to, those of IPv4 first.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>The ports it publishes while it runs.</summary>
    public ImmutableArray<PublishedPort> Ports { get; init; } = [];
}

/// <summary>One published port of a running container.</summary>
/// <param name="ContainerPort">The port inside the container.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</param>
/// <param name="HostPort">The port on the host.</param>
public sealed record PublishedPort(int ContainerPort, string Protocol, int HostPort);
