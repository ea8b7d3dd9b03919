using ComposeExecutor.Pods;

namespace ComposeExecutor.Tests.Pods;

public sealed class EmptyCgroupsSpecs
{
    [Fact]
    public void Hierarchies_of_both_versions_are_found_among_all_mounts() => EmptyCgroups.Mounts(
    [
        "proc /proc proc rw 0 0",
        "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0",
        "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0",
        "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
        "",
    ]).ShouldBe(["/sys/fs/cgroup/memory", "/sys/fs/cgroup/unified"]);
}
