using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class DropEmptyServicesSpecs
{
    private static readonly DropEmptyServices Step = new();

    [Theory]
    [InlineData("\"scale\":0")]
    [InlineData("\"deploy\":{\"replicas\":0}")]
    public void A_service_scaled_to_zero_is_taken_out_with_a_note(string replicas)
    {
        var pod = Apply($$$"""{"a":{},"b":{ {{{replicas}}} }}""");

        pod.Services.Select(service => service.Name).ShouldBe(["a"]);
        pod.Notes.ShouldBe(["Service 'b' is scaled to zero and therefore not part of the pod."]);
    }

    [Fact]
    public void Nobody_waits_for_a_service_that_was_taken_out() =>
        Apply("""{"a":{"depends_on":{"b":{"condition":"service_started"},"c":{"condition":"service_started"}}},"b":{"scale":0},"c":{}}""")
            .Fields("a")["depends_on"].ShouldBeJson("""{"c":{"condition":"service_started"}}""");

    [Fact]
    public void Nobody_links_to_a_service_that_was_taken_out() =>
        Apply("""{"a":{"links":["b:bee","c"]},"b":{"scale":0},"c":{}}""").Fields("a")["links"].ShouldBeJson("""["c"]""");

    [Theory]
    [InlineData("network_mode")]
    [InlineData("pid")]
    [InlineData("ipc")]
    public void Whoever_joins_a_service_that_was_taken_out_is_refused(string field) =>
        Step.Refusal(Pod.Services($$$"""{"a":{"{{{field}}}":"service:b"},"b":{"scale":0}}"""))
            .ShouldStartWith($"Service 'a' joins 'b' ({field}), which is scaled to zero and has no container.");

    [Fact]
    public void Services_without_a_scale_stay()
    {
        var pod = Apply("""{"a":{},"b":{"scale":1}}""");

        pod.Services.Count().ShouldBe(2);
        pod.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_project_of_nothing_but_such_services_is_refused() =>
        Step.Refusal(Pod.Services("""{"a":{"scale":0}}""")).ShouldStartWith("All services of the compose files are scaled to zero");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"services":{}}""")]
    [InlineData("""{"services":null}""")]
    [InlineData("""{"volumes":{"data":null}}""")]
    public void A_project_without_services_is_refused(string project) =>
        Step.Refusal(Pod.Project(project)).ShouldStartWith("The compose files define no services");

    private static PodDraft Apply(string services) => Step.Apply(Pod.Services(services), Pod.Context);
}
