using ComposeExecutor.Mesos;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Cgroups;

/// <summary>Reads what a task has for its pod.</summary>
public static class TaskLimits
{
    private const double MiB = 1 << 20;

    /// <summary>
    /// The limits that follow from a task's resources and its <c>limits</c>. As for the agent's own isolators (Mesos
    /// <c>docs/nested-container-and-task-group.md</c>, resource limits), a limit that is not given is the resource, and <c>Infinity</c> is none.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="cpuQuota">Whether <c>cpus</c> are a cap even where no limit is given, as with the agent's <c>--cgroups_enable_cfs</c>.</param>
    public static PodLimits Of(TaskInfo task, bool cpuQuota)
    {
        var cpus = task.Cpus > 0 ? task.Cpus : default(double?);
        var memory = task.MemoryBytes > 0 ? task.MemoryBytes : default(long?);
        return new PodLimits
        {
            Cpus = cpus,
            MaxCpus = task.Limits.TryGetValue("cpus", out var cpuLimit) ? Finite(cpuLimit) : cpus,
            CapsCpus = cpuQuota || task.Limits.ContainsKey("cpus"),
            Memory = memory,
            MaxMemory = task.Limits.TryGetValue("mem", out var memoryLimit) ? (long?)(Finite(memoryLimit) * MiB) : memory,
            Disk = task.DiskBytes > 0 ? task.DiskBytes : null,
        };
    }

    private static double? Finite(double limit) => double.IsFinite(limit) && limit > 0 ? limit : null;
}
