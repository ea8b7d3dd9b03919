using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class ForgetProfilesSpecs
{
    [Fact]
    public void Services_that_are_active_need_no_profile_to_be_created()
    {
        var pod = new ForgetProfiles().Apply(Pod.Services("""{"a":{"profiles":["debug"],"image":"x"},"b":{}}"""), Pod.Context);

        pod.Fields("a").ShouldBeJson("""{"image":"x"}""");
        pod.Fields("b").ShouldBeJson("{}");
    }
}
