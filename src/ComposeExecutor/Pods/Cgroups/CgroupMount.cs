using System.Collections.Immutable;

namespace ComposeExecutor.Pods.Cgroups;

/// <summary>A mounted cgroup hierarchy.</summary>
/// <param name="Folder">Where it is mounted.</param>
/// <param name="Version">1 or 2.</param>
/// <param name="Options">Its mount options, which in version 1 name its controllers.</param>
public sealed record CgroupMount(string Folder, int Version, ImmutableArray<string> Options)
{
    /// <summary>All of this host, from its table of mounts.</summary>
    public static ImmutableArray<CgroupMount> OfThisHost() => In(File.ReadLines("/proc/self/mounts"));

    /// <summary>Those in a table of mounts (fstab(5)).</summary>
    /// <param name="lines">The lines of <c>/proc/self/mounts</c>.</param>
    public static ImmutableArray<CgroupMount> In(IEnumerable<string> lines) =>
    [
        .. from line in lines
           let fields = line.Split(' ')
           where fields.Length > 3 && fields[2] is "cgroup" or "cgroup2"
           select new CgroupMount(fields[1], fields[2] == "cgroup" ? 1 : 2, [.. fields[3].Split(',')]),
    ];
}
