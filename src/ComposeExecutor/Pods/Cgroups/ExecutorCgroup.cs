namespace ComposeExecutor.Pods.Cgroups;

/// <summary>The cgroup that the executor itself is in.</summary>
public static class ExecutorCgroup
{
    private const int DockerIdLength = 64;

    /// <summary>
    /// The cgroup that this process is in. Mesos' linux launcher isolates memory (among others) in <c>/mesos/&lt;container id&gt;</c> and
    /// leaves the hierarchies it does not manage at the root, hence the memory line.
    /// </summary>
    /// <param name="procSelfCgroup">The text of <c>/proc/self/cgroup</c>.</param>
    /// <returns>An absolute path within the hierarchy; null at its root.</returns>
    public static string? Own(string procSelfCgroup)
    {
        string? unified = null;
        foreach (var line in procSelfCgroup.Split('\n'))
        {
            // hierarchy-id:controllers:path; in version 2 the one line is "0::path" (cgroups(7)).
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            if (controllers.Split(',').Contains("memory"))
                return BelowRoot(path);
            if (controllers.Length == 0)
                unified = path;
        }

        return BelowRoot(unified);
    }

    /// <summary>
    /// The executor's own cgroup, if the agent has made it for this executor alone: then whatever is below it is under the task's limits
    /// and ends with the executor. Else it is the agent's, or that of the session which started it, and no place for a pod.
    /// </summary>
    /// <param name="own">The executor's own cgroup.</param>
    /// <param name="containerId">The executor's Mesos container, by which the agent names the cgroup; null when the agent does not say.</param>
    /// <returns>The path; null when nothing isolates the executor.</returns>
    public static string? Isolating(string? own, string? containerId)
    {
        if (own is null)
            return null;
        var parts = own.Split('/');
        // An executor in a Docker container of its own is isolated by that.
        if (parts.Any(IsDockerContainer))
            return own;
        // Agents before 1.2 do not tell the id; units of systemd are what services and sessions are in.
        if (string.IsNullOrEmpty(containerId))
            return parts[^1].EndsWith(".service", StringComparison.Ordinal) || parts[^1].EndsWith(".scope", StringComparison.Ordinal) ? null : own;
        return parts.Any(part => part.Contains(containerId, StringComparison.Ordinal)) ? own : null;
    }

    private static string? BelowRoot(string? path) => path is ['/', _, ..] && !path.Contains("..", StringComparison.Ordinal) ? path : null;

    private static bool IsDockerContainer(string part)
    {
        var id = part.StartsWith("docker-", StringComparison.Ordinal) ? part["docker-".Length..].Replace(".scope", "", StringComparison.Ordinal) : part;
        return id.Length == DockerIdLength && id.All(char.IsAsciiHexDigitLower);
    }
}
