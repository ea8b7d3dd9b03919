namespace ComposeExecutor.Pods.Cgroups;

/// <summary>What is known of this host when the place of a pod's cgroups is chosen.</summary>
/// <param name="Isolating">The executor's own cgroup, if the agent has made it for this executor alone (<see cref="ExecutorCgroup.Isolating"/>).</param>
/// <param name="SeesEngines">
/// Whether this process sees the cgroups that the engine uses: the engine is on this host, and neither of them is shown only a part.
/// </param>
public sealed record CgroupHost(string? Isolating, bool SeesEngines)
{
    // The cgroup namespace that the kernel starts with (PROC_CGROUP_INIT_INO in its include/linux/proc_ns.h).
    private const string InitialNamespace = "cgroup:[4026531835]";

    /// <summary>Looks at this host.</summary>
    /// <param name="isolating">The executor's own cgroup, if the agent has made it for this executor alone.</param>
    /// <param name="engine">The engine's address.</param>
    public static CgroupHost Of(string? isolating, string engine) => new(
        isolating,
        engine.StartsWith("unix:", StringComparison.Ordinal) && Namespace() is (null or InitialNamespace));

    // Kernels before 4.6 have no cgroup namespaces.
    private static string? Namespace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/cgroup").LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
