using ComposeExecutor.Pods.Cgroups;
using CsCheck;

namespace ComposeExecutor.Tests.Pods.Cgroups;

public sealed class ExecutorCgroupSpecs
{
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

    [Theory]
    [InlineData("/mesos/5f0c")]
    [InlineData("/mesos/5f0c/leaf")]
    [InlineData("/agents/1/mesos-5f0c")]
    public void A_cgroup_named_by_the_executors_container_is_its_own(string path) => ExecutorCgroup.Isolating(path, "5f0c").ShouldBe(path);

    [Theory]
    [InlineData("/system.slice/mesos-agent.service")]
    [InlineData("/user.slice/user-0.slice/session-1.scope")]
    [InlineData("/mesos/another")]
    public void Any_other_is_not_made_for_the_executor(string path) => ExecutorCgroup.Isolating(path, "5f0c").ShouldBeNull();

    [Fact]
    public void A_Docker_container_isolates_the_executor_in_it()
    {
        var id = new string('a', 64);

        ExecutorCgroup.Isolating($"/docker/{id}", "5f0c").ShouldBe($"/docker/{id}");
        ExecutorCgroup.Isolating($"/system.slice/docker-{id}.scope", "5f0c").ShouldBe($"/system.slice/docker-{id}.scope");
    }

    [Theory]
    [InlineData("/mesos/5f0c", "/mesos/5f0c")]
    [InlineData("/system.slice/mesos-agent.service", null)]
    [InlineData("/user.slice/session-1.scope", null)]
    [InlineData(null, null)]
    public void Where_the_agent_does_not_tell_the_container_any_but_a_units_counts(string? own, string? isolating)
    {
        ExecutorCgroup.Isolating(own, null).ShouldBe(isolating);
        ExecutorCgroup.Isolating(own, "").ShouldBe(isolating);
    }
}
