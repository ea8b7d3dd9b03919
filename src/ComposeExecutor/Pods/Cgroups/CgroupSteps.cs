using System.Collections.Immutable;
using System.Globalization;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Cgroups;

/// <summary>How a pod's cgroup is made in the cgroup file system (kernel documentation, cgroup-v1/memory and cgroup-v2).</summary>
public static class CgroupSteps
{
    private const int PeriodMicroseconds = 100_000;
    private const int LeastQuotaMicroseconds = 1_000;
    private const int LeastShares = 2;
    private const int MostShares = 262_144;

    // Of these all that the kernel has are handed down, so that the runtime can use them for the containers.
    private static readonly ImmutableArray<string> Controllers = ["memory", "cpu", "pids", "io", "cpuset"];

    /// <summary>The steps, in order.</summary>
    /// <param name="version">The version that the engine uses.</param>
    /// <param name="mounts">The hierarchies of this host.</param>
    /// <param name="path">The pod's cgroup.</param>
    /// <param name="limits">What the task has.</param>
    /// <returns>The steps; empty when the hierarchies that are needed are not mounted.</returns>
    public static ImmutableArray<CgroupStep> For(string version, ImmutableArray<CgroupMount> mounts, string path, PodLimits limits) =>
        version == "2" ? Version2(mounts, path, limits) : Version1(mounts, path, limits);

    /// <summary>The weight of a number of cores in version 1: 1024 for one, as the agent counts them.</summary>
    /// <param name="cpus">The cores.</param>
    internal static int Shares(double cpus) => (int)Math.Clamp(Math.Round(cpus * 1024), LeastShares, MostShares);

    /// <summary>The same in version 2, by the runtime's own rule (runc, <c>ConvertCPUSharesToCgroupV2Value</c>).</summary>
    /// <param name="cpus">The cores.</param>
    internal static int Weight(double cpus) => 1 + (int)((Shares(cpus) - LeastShares) * 9999L / (MostShares - LeastShares));

    /// <summary>Microseconds of CPU time in every period.</summary>
    /// <param name="cpus">The cores.</param>
    internal static long Quota(double cpus) => Math.Max(LeastQuotaMicroseconds, (long)Math.Round(cpus * PeriodMicroseconds));

    private static ImmutableArray<CgroupStep> Version1(ImmutableArray<CgroupMount> mounts, string path, PodLimits limits)
    {
        if (With(mounts, "memory", path) is not { } memory || With(mounts, "cpu", path) is not { } cpu)
            return [];
        var steps = ImmutableArray.CreateBuilder<CgroupStep>();
        steps.Add(new CgroupStep.Make(memory));
        // Without this, kernels before 5.11 do not count what is below; it can only be set before anything is.
        steps.Add(new CgroupStep.Write($"{memory}/memory.use_hierarchy", "1", false));
        if (limits.MaxMemory is { } most)
        {
            steps.Add(new CgroupStep.Write($"{memory}/memory.limit_in_bytes", Text(most), true));
            // What does not fit into the memory must not go on in the host's swap. Only kernels that account for swap have it.
            steps.Add(new CgroupStep.Write($"{memory}/memory.memsw.limit_in_bytes", Text(most), false));
        }

        if (limits.Memory is { } entitled)
            steps.Add(new CgroupStep.Write($"{memory}/memory.soft_limit_in_bytes", Text(entitled), false));
        steps.Add(new CgroupStep.Make(cpu));
        if (limits.Cpus is { } cpus)
            steps.Add(new CgroupStep.Write($"{cpu}/cpu.shares", Text(Shares(cpus)), true));
        if (limits.CapsCpus && limits.MaxCpus is { } cap)
        {
            steps.Add(new CgroupStep.Write($"{cpu}/cpu.cfs_period_us", Text(PeriodMicroseconds), true));
            steps.Add(new CgroupStep.Write($"{cpu}/cpu.cfs_quota_us", Text(Quota(cap)), true));
        }

        return steps.ToImmutable();
    }

    private static ImmutableArray<CgroupStep> Version2(ImmutableArray<CgroupMount> mounts, string path, PodLimits limits)
    {
        if (mounts.FirstOrDefault(mount => mount.Version == 2) is not { } mount)
            return [];
        var steps = ImmutableArray.CreateBuilder<CgroupStep>();
        var folder = mount.Folder;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            // A cgroup has the controllers that the one above hands down, one by one: a kernel may not have all.
            foreach (var controller in Controllers)
                steps.Add(new CgroupStep.Write($"{folder}/cgroup.subtree_control", $"+{controller}", false));
            folder = $"{folder}/{part}";
            steps.Add(new CgroupStep.Make(folder));
        }

        if (limits.MaxMemory is { } most)
        {
            steps.Add(new CgroupStep.Write($"{folder}/memory.max", Text(most), true));
            steps.Add(new CgroupStep.Write($"{folder}/memory.swap.max", "0", false));
        }

        if (limits.Memory is { } entitled)
            steps.Add(new CgroupStep.Write($"{folder}/memory.low", Text(entitled), false));
        if (limits.Cpus is { } cpus)
            steps.Add(new CgroupStep.Write($"{folder}/cpu.weight", Text(Weight(cpus)), true));
        if (limits.CapsCpus && limits.MaxCpus is { } cap)
            steps.Add(new CgroupStep.Write($"{folder}/cpu.max", $"{Text(Quota(cap))} {Text(PeriodMicroseconds)}", true));
        return steps.ToImmutable();
    }

    private static string? With(ImmutableArray<CgroupMount> mounts, string controller, string path) =>
        mounts.FirstOrDefault(mount => mount.Version == 1 && mount.Options.Contains(controller)) is { } mount ? mount.Folder + path : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
