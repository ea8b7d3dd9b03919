using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Pods.Cgroups;

public sealed class CgroupPlanSpecs
{
    private static readonly EngineInfo Cgroupfs1 = new("26.1", "cgroupfs", "1");
    private static readonly EngineInfo Cgroupfs2 = new("26.1", "cgroupfs", "2");
    private static readonly EngineInfo Systemd = new("26.1", "systemd", "2");
    private static readonly PodLimits Limits = new() { Cpus = 1, MaxMemory = 64 << 20 };

    [Fact]
    public void The_pod_runs_below_an_executor_that_the_agent_isolates() =>
        Plan("/mesos/5f0c", Cgroupfs1).ShouldBe(new CgroupPlan("/mesos/5f0c", false, "/mesos/5f0c", null));

    [Fact]
    public void In_version_2_it_runs_beside_the_leaf_that_the_executor_is_in() => Plan("/mesos/5f0c/leaf", Cgroupfs2).Parent.ShouldBe("/mesos/5f0c");

    [Fact]
    public void In_version_2_it_cannot_run_below_processes()
    {
        var plan = Plan("/mesos/5f0c", Cgroupfs2);

        (plan.Parent, plan.Made, plan.Otherwise).ShouldBe(("/docker/shop-1", true, null));
        plan.Note.ShouldNotBeNull().ShouldContain("does not end with it");
    }

    [Fact]
    public void Without_an_isolated_executor_a_cgroup_is_made_below_Dockers() =>
        Plan(null, Cgroupfs1).ShouldBe(new CgroupPlan("/docker/shop-1", true, null, null));

    [Fact]
    public void Without_anything_to_limit_it_is_left_to_the_engine() =>
        CgroupPlan.For(CgroupParent.Auto, new CgroupHost(null, true), Cgroupfs1, "shop-1", PodLimits.None).ShouldBe(new CgroupPlan(null, false, null, null));

    [Fact]
    public void With_the_systemd_driver_a_slice_is_made_below_Dockers() =>
        Plan(null, Systemd).ShouldBe(new CgroupPlan("system-shop.1.slice", true, null, null));

    [Fact]
    public void With_the_systemd_driver_an_isolated_executor_is_told_that_the_pod_does_not_end_with_it()
    {
        var plan = Plan("/mesos/5f0c", Systemd);

        (plan.Parent, plan.Made).ShouldBe(("system-shop.1.slice", true));
        plan.Note.ShouldNotBeNull().ShouldContain("not below the executor's cgroup /mesos/5f0c");
    }

    [Theory]
    [InlineData("/pods", "cgroupfs", "/pods/shop-1")]
    [InlineData("/pods/", "cgroupfs", "/pods/shop-1")]
    [InlineData("/", "cgroupfs", "/shop-1")]
    [InlineData("pods.slice", "cgroupfs", "/pods.slice/shop-1")]
    [InlineData("pods.slice", "systemd", "pods-shop.1.slice")]
    [InlineData("a-b.slice", "systemd", "a-b-shop.1.slice")]
    [InlineData("-.slice", "systemd", "shop.1.slice")]
    public void The_operator_chooses_where_it_is_made(string parent, string driver, string cgroup)
    {
        var plan = CgroupPlan.For(CgroupParent.At(parent), new CgroupHost("/mesos/5f0c", true), new EngineInfo("26.1", driver, "2"), "shop-1", PodLimits.None);

        (plan.Parent, plan.Made, plan.Otherwise, plan.Note).ShouldBe((cgroup, true, parent, null));
    }

    [Fact]
    public void A_path_for_the_systemd_driver_is_left_to_the_engine_to_refuse_with_a_note()
    {
        var plan = CgroupPlan.For(CgroupParent.At("/pods"), new CgroupHost(null, true), Systemd, "shop-1", Limits);

        (plan.Parent, plan.Made).ShouldBe(("/pods", false));
        plan.Note.ShouldNotBeNull().ShouldContain("takes slices only: name one, such as pods.slice.");
    }

    [Fact]
    public void The_operator_may_leave_it_to_the_engine() =>
        CgroupPlan.For(CgroupParent.None, new CgroupHost("/mesos/5f0c", true), Cgroupfs1, "shop-1", Limits).ShouldBe(new CgroupPlan(null, false, null, null));

    [Fact]
    public void Nothing_is_made_where_the_engines_cgroups_cannot_be_seen()
    {
        var plan = CgroupPlan.For(CgroupParent.Auto, new CgroupHost(null, false), Cgroupfs1, "shop-1", Limits);
        var configured = CgroupPlan.For(CgroupParent.At("/pods"), new CgroupHost(null, false), Cgroupfs1, "shop-1", Limits);

        (plan.Parent, plan.Made).ShouldBe((null, false));
        plan.Note.ShouldNotBeNull().ShouldContain("not held to the task's resources");
        (configured.Parent, configured.Made).ShouldBe(("/pods", false));
    }

    [Fact]
    public void An_engine_elsewhere_is_not_seen() => CgroupHost.Of(null, "tcp://10.0.0.1:2375").SeesEngines.ShouldBeFalse();

    private static CgroupPlan Plan(string? isolating, EngineInfo engine) =>
        CgroupPlan.For(CgroupParent.Auto, new CgroupHost(isolating, true), engine, "shop-1", Limits);
}
