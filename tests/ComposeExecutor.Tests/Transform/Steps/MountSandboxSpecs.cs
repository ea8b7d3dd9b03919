using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class MountSandboxSpecs
{
    private static readonly MountSandbox Step = new();

    [Fact]
    public void Every_service_gets_the_sandbox_and_is_told_where_it_is()
    {
        var pod = Apply("""{"a":{},"b":{"volumes":[{"type":"volume","source":"v","target":"/v"}],"environment":{"A":"b"}}}""");

        pod.Fields("a").ShouldBeJson("""
            {"volumes":[{"type":"bind","source":"/sand$$box","target":"/mnt/mesos/sandbox"}],"environment":{"MESOS_SANDBOX":"/mnt/mesos/sandbox"}}
            """);
        pod.Fields("b").ShouldBeJson("""
            {
              "volumes":[{"type":"volume","source":"v","target":"/v"},{"type":"bind","source":"/sand$$box","target":"/mnt/mesos/sandbox"}],
              "environment":{"A":"b","MESOS_SANDBOX":"/mnt/mesos/sandbox"}
            }
            """);
    }

    [Fact]
    public void Unless_it_is_asked_for_nothing_changes()
    {
        var pod = Step.Apply(Pod.Services("""{"a":{}}"""), Pod.Context);

        pod.Fields("a").ShouldBeJson("{}");
    }

    [Fact]
    public void A_service_that_mounts_something_else_there_keeps_it()
    {
        const string service = """{"volumes":[{"type":"tmpfs","target":"/mnt/mesos/sandbox/"}]}""";

        Apply($$"""{"a":{{service}}}""").Fields("a").ShouldBeJson(service);
    }

    [Theory]
    [InlineData("/elsewhere", "/elsewhere")]
    [InlineData("/sand$$box", "/mnt/mesos/sandbox")]
    public void A_value_of_the_files_own_is_kept_unless_it_is_that_of_the_host(string given, string kept) =>
        Apply($$$"""{"a":{"environment":{"MESOS_SANDBOX":"{{{given}}}"} } }""").Fields("a")["environment"].ShouldBeJson($$"""{"MESOS_SANDBOX":"{{kept}}"}""");

    [Fact]
    public void Applying_it_again_changes_nothing()
    {
        var once = Apply("""{"a":{}}""");
        var before = once.Model.Root.ToJsonString();

        Step.Apply(once, Pod.Context with { Sandbox = "/sand$box" }).Model.Root.ToJsonString().ShouldBe(before);
    }

    private static PodDraft Apply(string services) => Step.Apply(Pod.Services(services), Pod.Context with { Sandbox = "/sand$box" });
}
