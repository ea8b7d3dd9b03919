using System.Collections.Immutable;
using System.Globalization;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Cgroups;

/// <summary>
/// How systemd is asked for a pod's slice: a transient unit, which has its limits from the first moment, and of which nothing is left when
/// it is stopped, other than of properties set on a slice (<c>systemctl set-property --runtime</c>).
/// </summary>
public static class SystemdSlice
{
    private const int MicrosecondsPerSecond = 1_000_000;

    private static readonly ImmutableArray<string> Call =
        ["call", "--allow-interactive-authorization=no", "org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager"];

    /// <summary>The arguments for <c>busctl</c> that start a slice with its limits (org.freedesktop.systemd1(5), StartTransientUnit).</summary>
    /// <param name="slice">The slice's name.</param>
    /// <param name="project">The pod's Compose project name, for people.</param>
    /// <param name="limits">What the task has.</param>
    public static ImmutableArray<string> Start(string slice, string project, PodLimits limits)
    {
        var properties = new List<(string Name, string Type, string Value)> { ("Description", "s", $"Pod {project} of compose-executor") };
        if (limits.MaxMemory is { } memory)
        {
            properties.Add(("MemoryMax", "t", Text(memory)));
            properties.Add(("MemorySwapMax", "t", "0"));
        }

        if (limits.Memory is { } entitled)
            properties.Add(("MemoryLow", "t", Text(entitled)));
        if (limits.Cpus is { } cpus)
            properties.Add(("CPUWeight", "t", Text(CgroupSteps.Weight(cpus))));
        if (limits.CapsCpus && limits.MaxCpus is { } cap)
            properties.Add(("CPUQuotaPerSecUSec", "t", Text((long)Math.Round(cap * MicrosecondsPerSecond))));
        return
        [
            .. Call, "StartTransientUnit", "ssa(sv)a(sa(sv))", slice, "replace",
            Text(properties.Count), .. properties.SelectMany(property => new[] { property.Name, property.Type, property.Value }),
            "0",
        ];
    }

    /// <summary>The arguments for <c>busctl</c> that stop a slice, and what is in it.</summary>
    /// <param name="slice">The slice's name.</param>
    public static ImmutableArray<string> Stop(string slice) => [.. Call, "StopUnit", "ss", slice, "replace"];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
