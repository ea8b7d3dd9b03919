namespace ComposeExecutor.Configuration;

/// <summary>How the services of a pod share the network: the values of <c>pod.network</c>.</summary>
public enum PodNetwork
{
    /// <summary><see cref="Shared"/>, unless the file shows that this cannot work; then <see cref="Compose"/>.</summary>
    Auto,

    /// <summary>All services live in the network namespace of the infra container.</summary>
    Shared,

    /// <summary>The file's own networks, private to the pod.</summary>
    Compose,

    /// <summary>All services live in the network namespace of the host.</summary>
    Host,

    /// <summary>The pod has a loopback interface only.</summary>
    None,
}
