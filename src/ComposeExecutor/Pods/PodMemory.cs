using System.Globalization;
using ComposeExecutor.Pods.Lifecycle;

namespace ComposeExecutor.Pods;

/// <summary>Reads what a pod's cgroup says of its memory, in either version of cgroups.</summary>
internal static class PodMemory
{
    private const string Root = "/sys/fs/cgroup";
    private const string KillCounter = "oom_kill ";

    // Version 1 writes "no limit" as the largest number of pages.
    private const long NoLimit = 1L << 60;

    /// <summary>What the cgroup says, with all kills there ever were; null when it cannot be read, or has no limit.</summary>
    /// <param name="cgroup">Its path within the hierarchy.</param>
    public static MemoryUse? Read(string cgroup)
    {
        if (cgroup is not ['/', _, ..])
            return null;
        try
        {
            var first = Path.Join(Root, "memory", cgroup);
            return Directory.Exists(first)
                ? Of(Number(first, "memory.limit_in_bytes"), Number(first, "memory.max_usage_in_bytes"), Counter(first, "memory.oom_control"))
                : Of(Number(Path.Join(Root, cgroup), "memory.max"), Number(Path.Join(Root, cgroup), "memory.peak"), Counter(Path.Join(Root, cgroup), "memory.events"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without it the message is only less exact.
            return null;
        }
    }

    private static MemoryUse? Of(long? limit, long? peak, long? kills) =>
        limit is > 0 and < NoLimit ? new MemoryUse(limit.Value, peak ?? limit.Value, kills ?? 0) : null;

    private static long? Number(string folder, string file) =>
        File.Exists(Path.Join(folder, file)) && long.TryParse(File.ReadAllText(Path.Join(folder, file)), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static long? Counter(string folder, string file)
    {
        return File.Exists(Path.Join(folder, file)) && File.ReadLines(Path.Join(folder, file)).FirstOrDefault(line => line.StartsWith(KillCounter, StringComparison.Ordinal)) is { } line
            && long.TryParse(line.AsSpan(KillCounter.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
