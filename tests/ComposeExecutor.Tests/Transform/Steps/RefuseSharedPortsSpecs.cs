using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class RefuseSharedPortsSpecs
{
    private static readonly RefuseSharedPorts Step = new();

    [Fact]
    public void Two_services_publishing_one_container_port_are_refused_with_both_names()
    {
        var message = Refusal("""{"a":{"ports":[{"target":80}]},"b":{"ports":[{"target":80}]}}""");

        message.ShouldContain("'a' and 'b'");
        message.ShouldContain("80/tcp");
    }

    [Theory]
    [InlineData("\"80\"")]
    [InlineData("80")]
    [InlineData("\"80/tcp\"")]
    public void A_service_exposing_what_another_publishes_is_refused(string exposed) =>
        Refusal($$$"""{"a":{"ports":[{"target":80}]},"b":{"expose":[{{{exposed}}}]}}""").ShouldContain("'a' and 'b'");

    private static string Refusal(string services) => Step.Refusal(Pod.Services(services).WithInfra());
}
