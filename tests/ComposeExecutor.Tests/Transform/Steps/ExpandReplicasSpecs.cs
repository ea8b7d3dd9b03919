using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class ExpandReplicasSpecs
{
    private static readonly ExpandReplicas Step = new();

    [Theory]
    [InlineData("\"scale\":3")]
    [InlineData("\"deploy\":{\"replicas\":3}")]
    public void Every_further_replica_becomes_a_service_with_the_same_fields(string replicas)
    {
        var pod = Apply($$$"""{"web":{"image":"x",{{{replicas}}},"environment":{"A":"1"}},"db":{}}""");

        pod.Services.Select(service => service.Name).ShouldBe(["db", "web", "web-2", "web-3"]);
        pod.Fields("web-3")["environment"].ShouldBeJson("""{"A":"1"}""");
        pod.Services.ShouldAllBe(service => service.Replicas == 1);
        pod.Notes.ShouldBe(["Service 'web' has 3 replicas: 'web-2', 'web-3' are the others."]);
    }

    [Fact]
    public void All_answer_to_the_name_of_the_service() =>
        Apply("""{"web":{"scale":2,"networks":{"front":{"aliases":["www"]},"default":null}}}""").Fields("web-2")["networks"]
            .ShouldBeJson("""{"front":{"aliases":["www","web"]},"default":{"aliases":["web"]}}""");

    [Fact]
    public void Whoever_waits_for_the_service_waits_for_all_of_them() =>
        Apply("""{"web":{"scale":2},"proxy":{"depends_on":{"web":{"condition":"service_healthy","required":true}}}}""").Fields("proxy")["depends_on"]
            .ShouldBeJson("""{"web":{"condition":"service_healthy","required":true},"web-2":{"condition":"service_healthy","required":true}}""");

    [Fact]
    public void A_replica_gives_way_to_a_service_of_its_name() =>
        Apply("""{"web":{"scale":2},"web-2":{"image":"other"}}""").Services.Select(service => service.Name).ShouldBe(["web", "web-2", "web-3"]);

    [Fact]
    public void A_replica_is_known_by_the_service_of_the_file()
    {
        var pod = Apply("""{"web":{"scale":2}}""");

        pod.Origin("web-2").ShouldBe("web");
        pod.Origin("web").ShouldBe("web");
    }

    [Fact]
    public void One_replica_changes_nothing_but_the_field() => Apply("""{"a":{"scale":1,"deploy":{"replicas":1,"labels":{}}}}""").Fields("a").ShouldBeJson("""{"deploy":{"labels":{}}}""");

    [Fact]
    public void Replicas_of_a_container_with_a_name_are_refused() =>
        Step.Refusal(Pod.Services("""{"web":{"scale":2,"container_name":"front"}}""")).ShouldStartWith("Service 'web' asks for 2 replicas and for the container_name 'front'");

    [Fact]
    public void More_replicas_than_a_pod_should_have_are_refused() =>
        Step.Refusal(Pod.Services("""{"web":{"scale":101}}""")).ShouldStartWith("Service 'web' asks for 101 replicas, and a pod may have 100");

    private static PodDraft Apply(string services) => Step.Apply(Pod.Services(services), Pod.Context);
}
