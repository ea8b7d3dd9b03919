namespace AgentEmulator;

/// <summary>What kind of agent to be, and whose executor it expects.</summary>
public sealed record AgentOptions
{
    /// <summary>The framework's id.</summary>
    public string FrameworkId { get; init; } = "6f1b5d0e-95a5-4d5b-a3b0-0d6a3c8e6d11-0000";

    /// <summary>The executor's id.</summary>
    public string ExecutorId { get; init; } = "compose-executor.1";

    /// <summary>The agent's own id.</summary>
    public string AgentId { get; init; } = "6f1b5d0e-95a5-4d5b-a3b0-0d6a3c8e6d11-S0";

    /// <summary>The id of the container the executor runs in.</summary>
    public string ContainerId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>Whether the framework has checkpointing on: executors then outlive the agent's restart.</summary>
    public bool Checkpoint { get; init; }

    /// <summary>How long a checkpointing executor waits for the agent to return. Default: 15 minutes, as an agent's.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The longest pause between an executor's tries to subscribe, and the time a restarted agent gives executors to subscribe again
    /// before it destroys them: one setting at a real agent as well. Default: 2 seconds, as an agent's.
    /// </summary>
    public TimeSpan SubscriptionBackoffMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What SHUTDOWN allows before the container is destroyed. Default: 5 seconds, as an agent's.</summary>
    public TimeSpan ExecutorShutdownGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether calls have to carry the token that <see cref="Agent.Token"/> holds and the environment hands over.</summary>
    public bool RequireToken { get; init; }

    /// <summary>TLS, or null for plain HTTP.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The path of a socket to serve as well as the port, at most 107 bytes; or null.</summary>
    public string? DomainSocket { get; init; }

    /// <summary>What the framework can, such as <c>TASK_KILLING_STATE</c> and <c>PARTITION_AWARE</c>.</summary>
    public IReadOnlyList<string> FrameworkCapabilities { get; init; } = [];

    /// <summary>Variables of <c>ExecutorInfo.command.environment</c>, which the executor inherits.</summary>
    public IReadOnlyDictionary<string, string> CommandEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>How the event stream is cut into chunks.</summary>
    public Chunking Chunking { get; init; } = Chunking.Whole;

    /// <summary>When updates are acknowledged, to begin with.</summary>
    public AcknowledgementPolicy Acknowledgements { get; init; } = AcknowledgementPolicy.Automatic;

    /// <summary>The pause between HEARTBEAT events, or null for none. A real agent's is 30 minutes.</summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>The port to listen on, on 127.0.0.1; 0 for any that is free.</summary>
    public int ListenPort { get; init; }

    /// <summary>The clock of everything the agent does; deadlines of waits are in real time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
