namespace ComposeExecutor.Configuration;

/// <summary>What becomes of a service that asks for more than its task has: the values of <c>pod.overlimit</c>.</summary>
public enum OverLimit
{
    /// <summary>The task fails with a message that says who asks for how much.</summary>
    Refuse,

    /// <summary>The service is limited to what the task has, with a note.</summary>
    Clamp,

    /// <summary>The service keeps what its file says; only the pod's cgroup holds it to what the task has, where there is one.</summary>
    Allow,
}
