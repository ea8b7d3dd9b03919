using ComposeExecutor.Transform;

namespace ComposeExecutor.Tests.Transform;

public sealed class SharedResourcesSpecs
{
    [Fact]
    public void What_the_files_name_is_shared_and_what_Compose_names_after_the_pod_is_not()
    {
        var shared = Of("""
            {"name":"pod-1",
             "networks":{"default":{"name":"pod-1_default"},"edge":{"name":"edge"}},
             "volumes":{"data":{"name":"pod-1_data"},"cache":{"name":"cache"},"b":{"name":"another"},"plain":{},"nothing":null}}
            """);

        shared.Networks.ShouldBe(["edge"]);
        shared.Volumes.ShouldBe(["another", "cache"]);
    }

    [Fact]
    public void What_is_external_is_nobodys_here()
    {
        var shared = Of("""{"name":"pod-1","volumes":{"data":{"name":"data","external":true}}}""");

        shared.Volumes.ShouldBeEmpty();
        shared.Networks.ShouldBeEmpty();
    }

    [Fact]
    public void Two_keys_of_one_name_are_one() =>
        Of("""{"name":"p","volumes":{"a":{"name":"same"},"b":{"name":"same"}}}""").Volumes.ShouldBe(["same"]);

    [Fact]
    public void The_engine_knows_the_name_without_Composes_escapes() =>
        Of("""{"name":"p","volumes":{"a":{"name":"a$$b"}}}""").Volumes.ShouldBe(["a$b"]);

    private static SharedResources Of(string json) => SharedResources.Of(Pod.Model(json));
}
