using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class PrefixContainerNamesSpecs
{
    [Fact]
    public void A_container_name_follows_the_name_of_the_project() =>
        new PrefixContainerNames().Apply(Pod.Services("""{"a":{"container_name":"shop"}}""").WithInfra(), Pod.Context)
            .Fields("a").ShouldBeJson("""{"container_name":"pod-1-shop"}""");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"container_name":""}""")]
    public void A_service_without_one_gets_none(string service) =>
        new PrefixContainerNames().Apply(Pod.Services($$"""{"a":{{service}}}""").WithInfra(), Pod.Context).Fields("a").ShouldBeJson(service);

    [Fact]
    public void Where_the_service_keeps_its_networks_it_is_found_by_the_name_of_the_file() =>
        new PrefixContainerNames().Apply(Pod.Services("""{"a":{"container_name":"shop","networks":{"n":{"aliases":["x"]},"m":null}}}""") with { MemberNames = [] }, Pod.Context)
            .Fields("a")["networks"].ShouldBeJson("""{"n":{"aliases":["x","shop"]},"m":{"aliases":["shop"]}}""");
}
