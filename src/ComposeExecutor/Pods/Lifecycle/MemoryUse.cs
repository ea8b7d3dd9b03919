namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>What the cgroup that all containers of a pod are in says of its memory.</summary>
/// <param name="Limit">The bytes that it may use.</param>
/// <param name="Peak">The most bytes that it has used.</param>
/// <param name="Kills">How many processes the kernel has killed for want of memory since the last look.</param>
public sealed record MemoryUse(long Limit, long Peak, long Kills);
