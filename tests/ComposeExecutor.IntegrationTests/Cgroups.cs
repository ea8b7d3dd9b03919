using System.Globalization;

namespace ComposeExecutor.IntegrationTests;

/// <summary>This host's cgroups, of whichever version, as a test looks at them.</summary>
internal static class Cgroups
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>All cgroups whose name has a project's name in it, in all hierarchies.</summary>
    public static IReadOnlyList<string> Of(string project) =>
        [.. Directory.EnumerateDirectories(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 5 })
            .Where(folder => Path.GetFileName(folder).Contains(project, StringComparison.Ordinal) || Path.GetFileName(folder).Contains(project.Replace('-', '.'), StringComparison.Ordinal))];

    /// <summary>The memory limit in bytes; null for none.</summary>
    public static long? MemoryLimit(string parent) => IsVersion2
        ? Number(File.ReadAllText(Path.Combine(Folder("", parent), "memory.max")))
        : Number(File.ReadAllText(Path.Combine(Folder("memory", parent), "memory.limit_in_bytes"))) is < long.MaxValue / 2 and var bytes ? bytes : null;

    /// <summary>The limit in CPUs; null for none.</summary>
    public static double? CpuLimit(string parent)
    {
        if (IsVersion2)
        {
            var parts = File.ReadAllText(Path.Combine(Folder("", parent), "cpu.max")).Split(' ');
            return Number(parts[0]) / (double)Number(parts[1])!;
        }

        var quota = Number(File.ReadAllText(Path.Combine(Folder("cpu", parent), "cpu.cfs_quota_us")))!.Value;
        return quota < 0 ? null : quota / (double)Number(File.ReadAllText(Path.Combine(Folder("cpu", parent), "cpu.cfs_period_us")))!;
    }

    /// <summary>How many cgroups are directly below.</summary>
    public static int Members(string parent) => Directory.EnumerateDirectories(Folder(IsVersion2 ? "" : "memory", parent)).Count();

    /// <summary>Removes what a test had made, which must be empty.</summary>
    public static void RemoveEmpty(string parent)
    {
        foreach (var hierarchy in IsVersion2 ? [Root] : Directory.EnumerateDirectories(Root))
        {
            if (Directory.Exists(hierarchy + parent))
                Directory.Delete(hierarchy + parent);
        }
    }

    private static bool IsVersion2 => File.Exists($"{Root}/cgroup.controllers");

    // A slice a-b.slice is in a.slice.
    private static string Folder(string hierarchy, string parent)
    {
        if (!parent.EndsWith(".slice", StringComparison.Ordinal))
            return Path.Combine(Root, hierarchy) + parent;
        var parts = parent[..^".slice".Length].Split('-');
        return Path.Combine([Root, hierarchy, .. parts.Select((_, index) => $"{string.Join('-', parts[..(index + 1)])}.slice")]);
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
}
