using System.Net;

namespace ComposeExecutor.Mesos;

/// <summary>
/// What the agent tells an executor through its environment (<c>executorEnvironment</c> in Mesos <c>src/slave/slave.cpp</c>).
/// </summary>
public sealed partial record AgentEnvironment
{
    /// <summary><c>MESOS_FRAMEWORK_ID</c>: goes into every call.</summary>
    public required string FrameworkId { get; init; }

    /// <summary><c>MESOS_EXECUTOR_ID</c>: goes into every call.</summary>
    public required string ExecutorId { get; init; }

    /// <summary><c>MESOS_SLAVE_ID</c>: the agent this executor runs on.</summary>
    public required string AgentId { get; init; }

    /// <summary><c>MESOS_DIRECTORY</c>: the sandbox as the host sees it.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// <c>MESOS_SANDBOX</c>: the sandbox as the executor sees it; the same as <see cref="Directory"/> where it is not set.
    /// </summary>
    public required string Sandbox { get; init; }

    /// <summary><c>MESOS_AGENT_ENDPOINT</c>: where the agent listens.</summary>
    public required IPEndPoint Endpoint { get; init; }

    /// <summary>The part of <c>MESOS_SLAVE_PID</c> before the @: the first segment of the agent's paths.</summary>
    public string LibprocessPrefix { get; init; } = "slave(1)";

    /// <summary><c>MESOS_DOMAIN_SOCKET</c>: the unix socket on which the agent also serves the executor API, always without TLS.</summary>
    public string? DomainSocket { get; init; }

    /// <summary><c>MESOS_CHECKPOINT</c>: whether the agent finds its executors again after a restart.</summary>
    public bool Checkpoint { get; init; }

    /// <summary><c>MESOS_RECOVERY_TIMEOUT</c>: how long a checkpointed executor waits for its agent to come back.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// <c>MESOS_SUBSCRIPTION_BACKOFF_MAX</c>: within this time at least one try to resubscribe is made; the agent's own
    /// <c>--executor_reregistration_timeout</c>, after which it declares an executor hung.
    /// </summary>
    public TimeSpan SubscriptionBackoffMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary><c>MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD</c>: what SHUTDOWN allows before the agent kills the container.</summary>
    public TimeSpan ShutdownGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>MESOS_EXECUTOR_AUTHENTICATION_TOKEN</c>: sent with every call. Never printed, never passed on to children.</summary>
    public string? AuthenticationToken { get; init; }

    /// <summary>How to speak https, or null when the agent speaks http.</summary>
    public AgentTls? Tls { get; init; }

    /// <summary>The executor API: <c>http(s)://endpoint/slave(1)/api/v1/executor</c>.</summary>
    public Uri Api
    {
        get
        {
            var scheme = Tls is null || DomainSocket is not null ? "http" : "https";
            return new Uri($"{scheme}://{Endpoint}/{LibprocessPrefix}/api/v1/executor");
        }
    }

    /// <summary>Whether an agent started this process.</summary>
    public static bool IsExecutor(IReadOnlyDictionary<string, string> variables) =>
        !string.IsNullOrEmpty(variables.GetValueOrDefault("MESOS_AGENT_ENDPOINT"));

    /// <summary>What can be shown to anyone: ids and addresses, no secrets.</summary>
    public override string ToString() => $"executor {ExecutorId} of framework {FrameworkId} on agent {AgentId} at {Endpoint}";
}
