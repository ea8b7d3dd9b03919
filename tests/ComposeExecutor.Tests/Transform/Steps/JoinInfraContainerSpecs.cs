using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class JoinInfraContainerSpecs
{
    private static readonly JoinInfraContainer Step = new();

    [Fact]
    public void Every_member_joins_the_network_of_the_infra_container()
    {
        var pod = Apply("""{"a":{"network_mode":"service:b"},"b":{}}""", PodNamespaces.Net);

        pod.Services.ShouldAllBe(service => service.NetworkMode == "service:infra");
        pod.InfraService.NetworkMode.ShouldBeNull();
        pod.Fields("a").ContainsKey("pid").ShouldBeFalse();
        pod.Fields("a").ContainsKey("ipc").ShouldBeFalse();
    }

    [Fact]
    public void Services_that_share_ipc_use_the_infra_containers()
    {
        var pod = Apply("""{"a":{},"b":{"ipc":"service:a"}}""", PodNamespaces.Net | PodNamespaces.Ipc);

        pod.Services.ShouldAllBe(service => service.Fields["ipc"].AsText() == "service:infra");
        pod.Infra()["ipc"].AsText().ShouldBe("shareable");
    }

    [Fact]
    public void The_shared_memory_is_as_large_as_the_largest_that_was_asked_for()
    {
        var pod = Apply("""{"a":{"shm_size":"67108864"},"b":{"shm_size":"268435456"}}""", PodNamespaces.Ipc);

        pod.Infra()["shm_size"].AsText().ShouldBe("268435456");
        pod.Fields("a").ContainsKey("shm_size").ShouldBeFalse();
    }

    [Fact]
    public void Sysctls_of_the_ipc_namespace_move_with_it()
    {
        var pod = Apply("""{"a":{"sysctls":{"kernel.shmmax":"1","fs.mqueue.msg_max":"2","vm.x":"3"}}}""", PodNamespaces.Ipc);

        pod.Infra()["sysctls"].ShouldBeJson("""{"kernel.shmmax":"1","fs.mqueue.msg_max":"2"}""");
        pod.Fields("a")["sysctls"].ShouldBeJson("""{"vm.x":"3"}""");
    }

    [Fact]
    public void Services_that_disagree_on_such_a_sysctl_are_refused() =>
        Refusal("""{"a":{"sysctls":{"kernel.shmmax":"1"}},"b":{"sysctls":{"kernel.shmmax":"2"}}}""", PodNamespaces.Ipc)
            .ShouldStartWith("Services 'a' and 'b' disagree on sysctls.kernel.shmmax (1 and 2)");

    [Fact]
    public void Services_that_share_processes_use_the_infra_containers_and_no_init_of_their_own()
    {
        var pod = Apply("""{"a":{"init":true},"b":{"pid":"service:a"}}""", PodNamespaces.Net | PodNamespaces.Pid);

        pod.Services.ShouldAllBe(service => service.Fields["pid"].AsText() == "service:infra");
        pod.Fields("a").ContainsKey("init").ShouldBeFalse();
    }

    [Theory]
    [InlineData("pid", PodNamespaces.Pid, "host")]
    [InlineData("pid", PodNamespaces.Pid, "container:other")]
    [InlineData("ipc", PodNamespaces.Ipc, "host")]
    [InlineData("ipc", PodNamespaces.Ipc, "private")]
    public void A_namespace_of_its_own_is_kept_with_a_note(string field, PodNamespaces share, string mode)
    {
        var pod = Apply($$$"""{"a":{"{{{field}}}":"{{{mode}}}"},"b":{"{{{field}}}":"service:a"},"c":{}}""", share);

        pod.Fields("a")[field].AsText().ShouldBe(mode);
        pod.Fields("b")[field].AsText().ShouldBe("service:a");
        pod.Fields("c")[field].AsText().ShouldBe("service:infra");
        pod.Notes.ShouldContain($"Service 'a' keeps its own {field}: {mode}.");
    }

    private static PodDraft Apply(string services, PodNamespaces share) => Step.Apply(Draft(services, share), Pod.Context with { Share = share });

    private static string Refusal(string services, PodNamespaces share) => Step.Refusal(Draft(services, share), Pod.Context with { Share = share });

    private static PodDraft Draft(string services, PodNamespaces share) => new AddInfraContainer().Apply(Pod.Services(services), Pod.Context with { Share = share });
}
