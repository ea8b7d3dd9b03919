using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods;

/// <summary>
/// Removes the empty cgroups that running containers below the executor's cgroup leaves behind. The agent makes that cgroup
/// only in the hierarchies it manages and destroys it there; the container runtime makes it in all others (cgroup v1), and
/// nobody destroys it there: eight directories a task, for as long as the host is up.
/// </summary>
internal static partial class EmptyCgroups
{
    /// <summary>Removes what is empty.</summary>
    /// <param name="cgroup">The executor's cgroup, as in <c>/proc/self/cgroup</c>.</param>
    /// <param name="log">Where to tell of what cannot be removed.</param>
    public static void Remove(string cgroup, ILogger log)
    {
        foreach (var mount in Mounts(File.ReadLines("/proc/self/mounts")))
        {
            var folder = Path.Join(mount, cgroup);
            try
            {
                // The executor itself is in those that the agent manages: they have members.
                if (Directory.Exists(folder) && !Directory.EnumerateDirectories(folder).Any() && File.ReadAllText(Path.Join(folder, "cgroup.procs")).Length == 0)
                    Directory.Delete(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogLeft(log, folder, exception.Message);
            }
        }
    }

    /// <summary>Where cgroup hierarchies are mounted, by the text of <c>/proc/self/mounts</c> (fstab(5)).</summary>
    internal static IEnumerable<string> Mounts(IEnumerable<string> lines) =>
        from line in lines
        let fields = line.Split(' ')
        where fields.Length > 2 && fields[2] is "cgroup" or "cgroup2"
        select fields[1];

    [LoggerMessage(LogLevel.Debug, "The cgroup {Folder} stays: {Reason}")]
    private static partial void LogLeft(ILogger log, string folder, string reason);
}
