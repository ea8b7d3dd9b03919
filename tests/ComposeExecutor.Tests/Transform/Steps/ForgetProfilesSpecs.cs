using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class ForgetProfilesSpecs
{
    private static readonly ForgetProfiles Step = new();

    [Fact]
    public void Services_that_are_active_need_no_profile_to_be_created()
    {
        var pod = Step.Apply(Pod.Services("""{"a":{"profiles":["debug"],"image":"x"},"b":{}}"""), Pod.Context);

        pod.Fields("a").ShouldBeJson("""{"image":"x"}""");
        pod.Fields("b").ShouldBeJson("{}");
    }

    [Fact]
    public void A_dependency_on_a_service_that_is_not_active_is_removed_where_it_is_not_required()
    {
        var pod = Step.Apply(
            Pod.Services("""{"a":{"depends_on":{"b":{"condition":"service_started"},"gone":{"condition":"service_started","required":false}}},"b":{}}"""), Pod.Context);

        pod.Fields("a").ShouldBeJson("""{"depends_on":{"b":{"condition":"service_started"}}}""");
    }
}
