namespace ComposeExecutor.Configuration;

/// <summary>The namespaces that the services of a pod share: the values of <c>pod.share</c>.</summary>
[Flags]
public enum PodNamespaces
{
    /// <summary>Every service has its own.</summary>
    None = 0,

    /// <summary>One network: addresses, ports, <c>localhost</c>.</summary>
    Net = 1,

    /// <summary>One set of System V and POSIX shared memory, semaphores and message queues, with one <c>/dev/shm</c>.</summary>
    Ipc = 2,

    /// <summary>One set of processes, which see each other; the infra container's process is their PID 1.</summary>
    Pid = 4,
}
