using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;

namespace ComposeExecutor.Pods.Launch;

/// <summary>The cgroup that a pod's containers are put under.</summary>
public static class ExecutorCgroup
{
    /// <summary>
    /// The cgroup that the agent put this executor into, so that whatever is below it is under the task's limits and ends
    /// with the executor. Mesos' linux launcher isolates memory (among others) in <c>/mesos/&lt;container id&gt;</c> and leaves
    /// the hierarchies it does not manage at the root, hence the memory line.
    /// </summary>
    /// <param name="procSelfCgroup">The text of <c>/proc/self/cgroup</c>.</param>
    /// <returns>An absolute path within the hierarchy; null when nothing isolates the executor.</returns>
    public static string? Own(string procSelfCgroup)
    {
        string? unified = null;
        foreach (var line in procSelfCgroup.Split('\n'))
        {
            // hierarchy-id:controllers:path; in version 2 the one line is "0::path" (cgroups(7)).
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            if (controllers.Split(',').Contains("memory"))
                return Isolated(path);
            if (controllers.Length == 0)
                unified = path;
        }

        return Isolated(unified);
    }

    /// <summary>Decides on the parent of the pod's cgroups.</summary>
    /// <param name="setting">What the configuration says.</param>
    /// <param name="own">The executor's own cgroup, null when it is not isolated.</param>
    /// <param name="engine">The engine, whose cgroup driver limits what can be asked of it.</param>
    /// <returns>The parent, or null to leave it to the engine; and why, where the choice needs a word.</returns>
    public static (string? Parent, string? Note) Parent(CgroupParent setting, string? own, EngineInfo engine)
    {
        if (setting.Path is { } configured)
            return (configured, null);
        if (setting == CgroupParent.None || own is null)
            return (null, null);
        return engine.CgroupDriver == "systemd"
            ? (null, $"The engine uses the systemd cgroup driver, which takes slices only: the pod does not run below the executor's cgroup {own}. Set pod.cgroupparent to a slice to limit it.")
            : (own, null);
    }

    private static string? Isolated(string? path) => path is ['/', _, ..] && !path.Contains("..", StringComparison.Ordinal) ? path : null;
}
