using System.Text;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using CsCheck;

namespace ComposeExecutor.Tests.Compose;

public sealed class ComposeModelSpecs
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{", "")]
    [InlineData("{} {}", "")]
    [InlineData("null", "it is not an object")]
    [InlineData("[]", "it is not an object")]
    [InlineData("\"name\"", "it is not an object")]
    [InlineData("""{"services":[]}""", "'services' is not an object")]
    [InlineData("""{"services":"x"}""", "'services' is not an object")]
    [InlineData("""{"networks":1}""", "'networks' is not an object")]
    [InlineData("""{"volumes":[]}""", "'volumes' is not an object")]
    [InlineData("""{"configs":true}""", "'configs' is not an object")]
    [InlineData("""{"secrets":[1]}""", "'secrets' is not an object")]
    [InlineData("""{"services":{"a":null}}""", "service 'a' is not an object")]
    [InlineData("""{"services":{"a":"x"}}""", "service 'a' is not an object")]
    [InlineData("""{"services":{},"services":{}}""", "")]
    [InlineData("""{"services":{"a":{"image":"x","image":"y"}}}""", "")]
    public void What_is_no_project_is_refused_with_what_is_wrong_with_it(string json, string why)
    {
        var refusal = Should.Throw<ComposeException>(() => Parse(json));

        refusal.Failure.ShouldBe(ComposeFailure.ComposeUnavailable);
        refusal.Message.ShouldStartWith("'docker compose config' printed something that is not a Compose project: ");
        refusal.Message.ShouldContain(why);
    }

    [Fact]
    public void Any_bytes_are_a_project_or_refused_and_nothing_else() =>
        Gen.OneOf(Gen.Byte.Array[0, 30], RandomJson.Object(2).Select(json => Encoding.UTF8.GetBytes(json.ToJsonString()))).Sample(bytes =>
        {
            try
            {
                _ = ComposeModel.Parse(bytes).Services.Count();
            }
            catch (ComposeException)
            {
            }
        });

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"services":null,"networks":null,"volumes":null,"configs":null,"secrets":null}""")]
    public void A_project_may_leave_everything_out(string json)
    {
        var project = Parse(json);

        project.Name.ShouldBe("");
        project.Services.ShouldBeEmpty();
        project.Owned("volumes").ShouldBeEmpty();
    }

    [Fact]
    public void Services_are_sorted_by_name_whatever_the_order_in_the_file() =>
        Parse("""{"services":{"b":{},"a":{},"B":{}}}""").Services.Select(service => service.Name).ShouldBe(["B", "a", "b"]);

    [Fact]
    public void A_service_is_found_by_its_exact_name()
    {
        var project = Parse("""{"services":{"a":{}}}""");

        project.Service("a").ShouldNotBeNull();
        project.Service("A").ShouldBeNull();
    }

    [Fact]
    public void A_change_to_a_copy_does_not_change_the_project()
    {
        var project = Parse("""{"name":"p","services":{"a":{"image":"x"}}}""");

        var copy = project.Clone();
        copy.Name = "q";
        copy.Service("a")!.Fields["image"] = "y";
        copy.AddService("b", []);

        project.Root.ToJsonString().ShouldBe("""{"name":"p","services":{"a":{"image":"x"}}}""");
    }

    [Fact]
    public void The_project_owns_what_is_not_external() =>
        Parse("""{"volumes":{"a":null,"b":{"external":true},"c":{"external":false},"d":{"external":"true"},"e":{}}}""").Owned("volumes").ShouldBe(["a", "c", "e"]);

    [Fact]
    public void Dependencies_are_read_with_their_conditions() =>
        Service("""
            {"depends_on":{"d":{"condition":"service_healthy","required":false},"c":{"condition":"service_completed_successfully"},"b":{"condition":"service_started"},"a":null}}
            """)
        .DependsOn.ShouldBe(
        [
            new Dependency("a", DependencyCondition.Started, Required: true),
            new Dependency("b", DependencyCondition.Started, Required: true),
            new Dependency("c", DependencyCondition.CompletedSuccessfully, Required: true),
            new Dependency("d", DependencyCondition.Healthy, Required: false),
        ]);

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("""{"scale":0}""", 0)]
    [InlineData("""{"scale":3}""", 3)]
    [InlineData("""{"deploy":{"replicas":2}}""", 2)]
    [InlineData("""{"scale":3,"deploy":{"replicas":2}}""", 3)]
    [InlineData("""{"scale":"2"}""", 2)]
    [InlineData("""{"scale":[2]}""", 1)]
    public void The_number_of_replicas_comes_from_scale_or_the_deployment(string service, int replicas) => Service(service).Replicas.ShouldBe(replicas);

    [Fact]
    public void Fields_of_a_wrong_type_count_as_absent()
    {
        var service = Service("""{"image":{},"network_mode":[],"ports":{},"stop_grace_period":{},"depends_on":[],"stop_signal":null}""");

        service.Image.ShouldBeNull();
        service.NetworkMode.ShouldBeNull();
        service.Ports.ShouldBeEmpty();
        service.StopGracePeriod.ShouldBeNull();
        service.DependsOn.ShouldBeEmpty();
        service.StopSignal.ShouldBeNull();
    }

    [Fact]
    public void The_grace_period_of_a_service_is_read() =>
        Service("""{"stop_grace_period":"1m30s"}""").StopGracePeriod.ShouldBe(TimeSpan.FromSeconds(90));

    private static ComposeModel Parse(string json) => ComposeModel.Parse(Encoding.UTF8.GetBytes(json));

    private static ComposeService Service(string fields) => new("a", (JsonObject)JsonNode.Parse(fields)!);
}
