using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class FollowVolumesFromSpecs
{
    [Fact]
    public void Services_and_containers_of_others_are_named_as_before() =>
        Apply("""{"a":{"volumes_from":["b:ro","container:elsewhere:rw","container:c"]},"b":{}}""").Fields("a")
            .ShouldBeJson("""{"volumes_from":["b:ro","container:elsewhere:rw","container:c"]}""");

    [Fact]
    public void A_container_of_the_pod_is_named_by_its_service_since_its_name_changes() =>
        Apply("""{"a":{"volumes_from":["container:front:ro","container:front"]},"b":{"container_name":"front"}}""").Fields("a")
            .ShouldBeJson("""{"volumes_from":["b:ro","b"]}""");

    [Fact]
    public void A_service_that_is_scaled_to_zero_has_no_volumes_to_give() =>
        new FollowVolumesFrom().Refusal(new DropEmptyServices().Apply(Pod.Services("""{"a":{"volumes_from":["b:ro"]},"b":{"scale":0}}"""), Pod.Context))
            .ShouldBe("Service 'a' takes its volumes from 'b', which is scaled to zero and has none. Give 'b' a replica, or share a named volume.");

    [Fact]
    public void A_service_without_them_is_left_as_it_is() => Apply("""{"a":{}}""").Fields("a").ShouldBeJson("{}");

    private static PodDraft Apply(string services) => new FollowVolumesFrom().Apply(Pod.Services(services), Pod.Context);
}
