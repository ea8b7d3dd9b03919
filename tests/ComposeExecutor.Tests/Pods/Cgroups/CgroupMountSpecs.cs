using ComposeExecutor.Pods.Cgroups;

namespace ComposeExecutor.Tests.Pods.Cgroups;

public sealed class CgroupMountSpecs
{
    [Fact]
    public void Hierarchies_of_both_versions_are_found_among_all_mounts()
    {
        var mounts = CgroupMount.In(
        [
            "proc /proc proc rw 0 0",
            "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0",
            "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0",
            "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
            "cgroup cut off",
            "",
        ]);

        mounts.Select(mount => (mount.Folder, mount.Version)).ShouldBe([("/sys/fs/cgroup/cpu,cpuacct", 1), ("/sys/fs/cgroup/unified", 2)]);
        mounts[0].Options.ShouldBe(["rw", "relatime", "cpu", "cpuacct"]);
    }
}
