using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class RefuseWhatCannotBeSharedSpecs
{
    private static readonly RefuseWhatCannotBeShared Step = new();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"services":{}}""")]
    [InlineData("""{"services":null}""")]
    [InlineData("""{"volumes":{"data":null}}""")]
    public void A_project_without_services_is_refused(string project) =>
        Step.Refusal(Pod.Project(project)).ShouldStartWith("The compose files define no services");

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("bridge")]
    [InlineData("container:other")]
    [InlineData("service:missing")]
    public void A_network_of_its_own_is_refused_by_name(string mode) =>
        Step.Refusal(Pod.Services($$$"""{"a":{"network_mode":"{{{mode}}}"}}""")).ShouldStartWith($"Service 'a' has network_mode: {mode}, ");

    [Theory]
    [InlineData("")]
    [InlineData("default")]
    [InlineData("service:b")]
    public void Asking_for_what_the_pod_gives_to_all_is_accepted(string mode) =>
        Accept($$$"""{"a":{"network_mode":"{{{mode}}}"},"b":{}}""");

    [Theory]
    [InlineData("\"scale\":2")]
    [InlineData("\"deploy\":{\"replicas\":2}")]
    public void More_than_one_replica_is_refused(string replicas) =>
        Step.Refusal(Pod.Services($$$"""{"a":{ {{{replicas}}} }}""")).ShouldStartWith("Service 'a' asks for 2 replicas");

    [Fact]
    public void One_replica_is_accepted() => Accept("""{"a":{"scale":1,"deploy":{"replicas":1}}}""");

    [Fact]
    public void External_links_are_refused() =>
        Step.Refusal(Pod.Services("""{"a":{"external_links":["redis"]}}""")).ShouldStartWith("Service 'a' has external_links");

    [Fact]
    public void A_service_scaled_to_zero_may_ask_for_anything() =>
        Accept("""{"a":{},"b":{"scale":0,"network_mode":"host","external_links":["redis"]}}""");

    private static void Accept(string services)
    {
        var draft = Pod.Services(services);
        Step.Apply(draft, Pod.Context).ShouldBeSameAs(draft);
    }
}
