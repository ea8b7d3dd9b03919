using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods.Cgroups;

/// <summary>
/// Removes the empty cgroups that running containers below one leaves behind. The agent makes the executor's cgroup
/// only in the hierarchies it manages and destroys it there; the container runtime makes it in all others (cgroup v1), and
/// nobody destroys it there: eight directories a task, for as long as the host is up.
/// </summary>
internal static partial class EmptyCgroups
{
    /// <summary>Removes what is empty, in all hierarchies.</summary>
    /// <param name="cgroup">The cgroup, as in <c>/proc/self/cgroup</c>.</param>
    /// <param name="log">Where to tell of what cannot be removed.</param>
    /// <returns>Why something is left; null when nothing is.</returns>
    public static string? Remove(string cgroup, ILogger log)
    {
        string? left = null;
        foreach (var mount in CgroupMount.OfThisHost())
        {
            var folder = mount.Folder + cgroup;
            try
            {
                if (!Directory.Exists(folder))
                    continue;
                // The executor itself is in those that the agent manages: they have members.
                if (Directory.EnumerateDirectories(folder).Any() || File.ReadAllText(Path.Join(folder, "cgroup.procs")).Length > 0)
                    left = $"{folder} is in use.";
                else
                    Directory.Delete(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                left = exception.Message;
                LogLeft(log, folder, exception.Message);
            }
        }

        return left;
    }

    [LoggerMessage(LogLevel.Debug, "The cgroup {Folder} stays: {Reason}")]
    private static partial void LogLeft(ILogger log, string folder, string reason);
}
