using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Launch;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Launch;

public sealed class ExecutorCgroupSpecs
{
    private static readonly EngineInfo Cgroupfs = new("26.1", "cgroupfs", "1");
    private static readonly EngineInfo Systemd = new("26.1", "systemd", "2");

    [Fact]
    public void In_version_1_the_memory_line_tells() =>
        ExecutorCgroup.Own("12:freezer:/mesos/5f0c\n11:memory:/mesos/5f0c\n4:cpu,cpuacct:/mesos/5f0c\n1:name=systemd:/\n0::/\n").ShouldBe("/mesos/5f0c");

    [Fact]
    public void Hierarchies_that_the_agent_does_not_manage_do_not_count() =>
        ExecutorCgroup.Own("12:pids:/system.slice\n11:memory:/mesos/5f0c\n1:name=systemd:/system.slice/agent.service\n").ShouldBe("/mesos/5f0c");

    [Fact]
    public void Controllers_may_share_a_hierarchy() => ExecutorCgroup.Own("3:cpu,cpuacct:/cpu\n4:cpuset,memory:/mesos/5f0c\n").ShouldBe("/mesos/5f0c");

    [Fact]
    public void In_version_2_the_one_line_tells() => ExecutorCgroup.Own("0::/mesos/5f0c\n").ShouldBe("/mesos/5f0c");

    [Fact]
    public void Where_both_versions_are_mounted_the_memory_line_tells() =>
        ExecutorCgroup.Own("0::/system.slice/agent.service\n11:memory:/mesos/5f0c\n").ShouldBe("/mesos/5f0c");

    [Fact]
    public void An_executor_at_the_root_for_memory_is_not_isolated_whatever_the_others_say() =>
        ExecutorCgroup.Own("11:memory:/\n4:cpu,cpuacct:/mesos/5f0c\n0::/system.slice\n").ShouldBeNull();

    [Theory]
    [InlineData("0::/\n")]
    [InlineData("0::/../../outside\n")]
    [InlineData("11:memory:\n")]
    [InlineData("4:cpu,cpuacct:/mesos/5f0c\n")]
    [InlineData("")]
    [InlineData("memory\n11:memory\n::\n\n")]
    [InlineData("11:memoryx:/mesos/5f0c\n")]
    public void An_executor_without_a_cgroup_of_its_own_has_none(string text) => ExecutorCgroup.Own(text).ShouldBeNull();

    [Fact]
    public void A_path_with_colons_is_read_whole() => ExecutorCgroup.Own("0::/mesos/a:b:c\n").ShouldBe("/mesos/a:b:c");

    [Fact]
    public void Any_text_gives_an_absolute_path_or_none() =>
        Gen.OneOf("0::", "11:memory:", "4:cpu,memory:", "/", "/a", "..", "\n", ":", "x").Array[0, 12].Select(string.Concat).Sample(text =>
            ExecutorCgroup.Own(text) is not { } path || (path.StartsWith('/') && path.Length > 1 && !path.Contains("..", StringComparison.Ordinal)));

    [Fact]
    public void The_pod_runs_below_the_executor() => ExecutorCgroup.Parent(CgroupParent.Auto, "/mesos/5f0c", Cgroupfs).ShouldBe(("/mesos/5f0c", null));

    [Fact]
    public void Without_an_isolated_executor_it_is_left_to_the_engine() => ExecutorCgroup.Parent(CgroupParent.Auto, null, Systemd).ShouldBe((null, null));

    [Fact]
    public void The_operator_may_leave_it_to_the_engine() => ExecutorCgroup.Parent(CgroupParent.None, "/mesos/5f0c", Cgroupfs).ShouldBe((null, null));

    [Fact]
    public void The_operator_may_choose() => ExecutorCgroup.Parent(CgroupParent.At("pods.slice"), "/mesos/5f0c", Systemd).ShouldBe(("pods.slice", null));

    [Fact]
    public void With_the_systemd_driver_it_is_left_to_the_engine_with_a_note()
    {
        var (parent, note) = ExecutorCgroup.Parent(CgroupParent.Auto, "/mesos/5f0c", Systemd);

        parent.ShouldBeNull();
        note.ShouldNotBeNull().ShouldContain("does not run below the executor's cgroup /mesos/5f0c. Set pod.cgroupparent to a slice");
    }
}
