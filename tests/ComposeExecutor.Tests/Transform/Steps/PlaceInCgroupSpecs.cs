using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class PlaceInCgroupSpecs
{
    [Fact]
    public void Every_container_is_below_the_cgroup_of_the_pod() =>
        Apply("""{"a":{},"b":{}}""", "/mesos/1").Model.Services.ShouldAllBe(service => service.Fields["cgroup_parent"]!.GetValue<string>() == "/mesos/1");

    [Fact]
    public void Without_a_cgroup_of_the_pod_the_file_decides()
    {
        var pod = Apply("""{"a":{"cgroup_parent":"/own"},"b":{}}""", null);

        pod.Fields("a").ShouldBeJson("""{"cgroup_parent":"/own"}""");
        pod.Fields("b").ShouldBeJson("{}");
        pod.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_cgroup_of_its_own_is_overruled_with_a_note()
    {
        var pod = Apply("""{"a":{"cgroup_parent":"/own"},"b":{"cgroup_parent":"/mesos/1"}}""", "/mesos/1");

        pod.Fields("a")["cgroup_parent"].ShouldBeJson("\"/mesos/1\"");
        pod.Notes.ShouldBe(["Service 'a' asks for cgroup_parent /own; it runs in the pod's own cgroup instead."]);
    }

    [Fact]
    public void A_dollar_sign_in_it_is_escaped_for_Compose() =>
        Apply("""{"a":{}}""", "/m$x").Fields("a")["cgroup_parent"].ShouldBeJson("\"/m$$x\"");

    private static PodDraft Apply(string services, string? cgroup) =>
        new PlaceInCgroup().Apply(Pod.Services(services).WithInfra(), Pod.Context with { CgroupParent = cgroup });
}
