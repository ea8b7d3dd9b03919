using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Cgroups;

/// <summary>Where a pod's containers are put, and whether that place has to be made first.</summary>
/// <param name="Parent">The parent of all their cgroups; null to leave it to the engine.</param>
/// <param name="Made">Whether the executor makes it, with the task's limits, and removes it with the pod.</param>
/// <param name="Otherwise">The parent where it cannot be made.</param>
/// <param name="Note">Why, where the choice needs a word.</param>
public sealed record CgroupPlan(string? Parent, bool Made, string? Otherwise, string? Note)
{
    // Where the engine puts containers that name no parent (dockerd(8), --cgroup-parent).
    private const string DockersDefault = "/docker";
    private const string DockersDefaultSlice = "system.slice";
    private const string Slice = ".slice";

    // In version 2 processes are only in leaves, so the agent puts the executor below the cgroup of its container (Mesos
    // src/slave/containerizer/mesos/linux_launcher.cpp).
    private const string Leaf = "/leaf";

    /// <summary>Decides.</summary>
    /// <param name="setting">What the configuration says.</param>
    /// <param name="host">What is known of this host.</param>
    /// <param name="engine">The engine, whose cgroup driver limits what can be asked of it.</param>
    /// <param name="project">The pod's Compose project name.</param>
    /// <param name="limits">What the task has.</param>
    public static CgroupPlan For(CgroupParent setting, CgroupHost host, EngineInfo engine, string project, PodLimits limits)
    {
        var slices = engine.CgroupDriver == "systemd";
        if (setting == CgroupParent.None)
            return Of(null, null);
        if (setting.Path is { } configured)
        {
            return slices && !configured.EndsWith(Slice, StringComparison.Ordinal)
                ? Of(configured, $"pod.cgroupparent is {configured}, but the engine uses the systemd cgroup driver, which takes slices only: name one, such as pods.slice.")
                : Below(configured, configured, host, slices, project, null);
        }

        if (host.Isolating is { } own && (slices ? null : engine.CgroupVersion == "2" ? WithoutLeaf(own) : own) is { } parent)
            return Of(parent, null);
        if (!limits.AreGiven)
            return Of(null, null);
        var note = host.Isolating is null ? null
            : slices ? $"The engine uses the systemd cgroup driver, which takes slices only: the pod is not below the executor's cgroup {host.Isolating}, and does not end with it."
            : $"The executor is itself in its cgroup {host.Isolating}, below which version 2 allows no others: the pod is not in it, and does not end with it.";
        return Below(slices ? DockersDefaultSlice : DockersDefault, null, host, slices, project, note);
    }

    /// <summary>The pod's cgroup below another.</summary>
    /// <param name="parent">A path or, with the systemd driver, a slice.</param>
    /// <param name="slices">Whether the engine uses the systemd driver.</param>
    /// <param name="project">The pod's Compose project name.</param>
    internal static string NameBelow(string parent, bool slices, string project)
    {
        if (!slices)
            return $"/{parent.Trim('/')}/{project}".Replace("//", "/", StringComparison.Ordinal);

        // A slice's name holds its place: a-b.slice is below a.slice (systemd.slice(5)). A dot stands for the hyphens of the project's
        // name, which has none itself.
        var above = parent[..^Slice.Length];
        var own = project.Replace('-', '.');
        return above == "-" ? $"{own}{Slice}" : $"{above}-{own}{Slice}";
    }

    private static CgroupPlan Of(string? parent, string? note) => new(parent, false, parent, note);

    private static CgroupPlan Below(string parent, string? otherwise, CgroupHost host, bool slices, string project, string? note) => host.SeesEngines
        ? new(NameBelow(parent, slices, project), true, otherwise, note)
        : Of(otherwise, "The engine's cgroups cannot be seen from here (the engine is elsewhere, or this executor is in a container): the pod is not held to the task's resources as a whole.");

    private static string? WithoutLeaf(string own) => own.EndsWith(Leaf, StringComparison.Ordinal) && own.Length > Leaf.Length ? own[..^Leaf.Length] : null;
}
