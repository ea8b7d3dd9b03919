using System.Collections.Immutable;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Transform;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Cgroups;

public sealed class CgroupStepsSpecs
{
    private static readonly ImmutableArray<CgroupMount> Version1 = CgroupMount.In(
    [
        "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0",
        "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0",
        "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0",
    ]);

    private static readonly ImmutableArray<CgroupMount> Version2 = CgroupMount.In(["cgroup2 /sys/fs/cgroup cgroup2 rw 0 0"]);

    private static readonly string[] Controllers = ["memory", "cpu", "pids", "io", "cpuset"];

    private static readonly PodLimits Limits = new() { Cpus = 0.5, MaxCpus = 1.5, CapsCpus = true, Memory = 1000, MaxMemory = 2000 };

    [Fact]
    public void In_version_1_it_is_made_in_the_hierarchies_of_memory_and_cpu() =>
        Lines(CgroupSteps.For("1", Version1, "/docker/shop", Limits)).ShouldBe(
        [
            "make /sys/fs/cgroup/memory/docker/shop",
            "1 > /sys/fs/cgroup/memory/docker/shop/memory.use_hierarchy (if possible)",
            "2000 > /sys/fs/cgroup/memory/docker/shop/memory.limit_in_bytes",
            "2000 > /sys/fs/cgroup/memory/docker/shop/memory.memsw.limit_in_bytes (if possible)",
            "1000 > /sys/fs/cgroup/memory/docker/shop/memory.soft_limit_in_bytes (if possible)",
            "make /sys/fs/cgroup/cpu,cpuacct/docker/shop",
            "512 > /sys/fs/cgroup/cpu,cpuacct/docker/shop/cpu.shares",
            "100000 > /sys/fs/cgroup/cpu,cpuacct/docker/shop/cpu.cfs_period_us",
            "150000 > /sys/fs/cgroup/cpu,cpuacct/docker/shop/cpu.cfs_quota_us",
        ]);

    [Fact]
    public void In_version_2_the_controllers_are_handed_down_on_the_way_to_it() =>
        Lines(CgroupSteps.For("2", Version2, "/docker/shop", Limits)).ShouldBe(
        [
            .. Handed("/sys/fs/cgroup"),
            "make /sys/fs/cgroup/docker",
            .. Handed("/sys/fs/cgroup/docker"),
            "make /sys/fs/cgroup/docker/shop",
            "2000 > /sys/fs/cgroup/docker/shop/memory.max",
            "0 > /sys/fs/cgroup/docker/shop/memory.swap.max (if possible)",
            "1000 > /sys/fs/cgroup/docker/shop/memory.low (if possible)",
            "20 > /sys/fs/cgroup/docker/shop/cpu.weight",
            "150000 100000 > /sys/fs/cgroup/docker/shop/cpu.max",
        ]);

    [Fact]
    public void What_is_not_limited_is_not_written()
    {
        var shares = new PodLimits { Cpus = 1, MaxCpus = 1 };

        Lines(CgroupSteps.For("1", Version1, "/p", shares)).ShouldBe(
        [
            "make /sys/fs/cgroup/memory/p",
            "1 > /sys/fs/cgroup/memory/p/memory.use_hierarchy (if possible)",
            "make /sys/fs/cgroup/cpu,cpuacct/p",
            "1024 > /sys/fs/cgroup/cpu,cpuacct/p/cpu.shares",
        ]);
        Lines(CgroupSteps.For("2", Version2, "/p", shares)).Where(line => !line.Contains("subtree_control", StringComparison.Ordinal))
            .ShouldBe(["make /sys/fs/cgroup/p", "39 > /sys/fs/cgroup/p/cpu.weight"]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Without_the_hierarchies_there_is_nothing_to_do(string version) => CgroupSteps.For(version, [], "/p", Limits).ShouldBeEmpty();

    [Fact]
    public void Weights_and_quotas_are_in_the_kernels_ranges_and_grow_with_the_cpus() =>
        Gen.Select(Gen.Double[0.0001, 1000], Gen.Double[0.0001, 1000]).Sample((one, other) =>
        {
            var (less, more) = one < other ? (one, other) : (other, one);
            return CgroupSteps.Shares(less) is >= 2 and <= 262144 && CgroupSteps.Weight(less) is >= 1 and <= 10000 && CgroupSteps.Quota(less) >= 1000
                && CgroupSteps.Shares(less) <= CgroupSteps.Shares(more) && CgroupSteps.Weight(less) <= CgroupSteps.Weight(more) && CgroupSteps.Quota(less) <= CgroupSteps.Quota(more);
        });

    private static IEnumerable<string> Handed(string folder) =>
        Controllers.Select(controller => $"+{controller} > {folder}/cgroup.subtree_control (if possible)");

    private static IEnumerable<string> Lines(IEnumerable<CgroupStep> steps) => steps.Select(step => step switch
    {
        CgroupStep.Make make => $"make {make.Folder}",
        CgroupStep.Write write => $"{write.Text} > {write.File}{(write.Required ? "" : " (if possible)")}",
        _ => throw new InvalidOperationException(),
    });
}
