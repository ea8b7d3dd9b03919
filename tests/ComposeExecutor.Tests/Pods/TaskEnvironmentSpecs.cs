using System.Collections.Immutable;
using System.Text;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods;

namespace ComposeExecutor.Tests.Pods;

public sealed class TaskEnvironmentSpecs
{
    private const string Task = """
        {
          "task_id": {"value": "t"},
          "resources": [{"name": "ports", "ranges": {"range": [{"begin": 31000, "end": 31001}]}}],
          "discovery": {"ports": {"ports": [{"number": 31001, "name": "http-admin"}, {"number": 80, "name": "far"}, {"number": 31000}]}}
        }
        """;

    [Fact]
    public void Offered_ports_are_known_by_their_place_and_their_name()
    {
        var variables = Of([]);

        variables["PORT0"].ShouldBe("31000");
        variables["PORT1"].ShouldBe("31001");
        variables["PORT"].ShouldBe("31000");
        variables["PORTS"].ShouldBe("31000,31001");
        variables["PORT_HTTP_ADMIN"].ShouldBe("31001");
        variables.Keys.ShouldNotContain("PORT_FAR");
    }

    [Fact]
    public void What_the_framework_sets_itself_is_kept() => Of([KeyValuePair.Create("PORT_HTTP_ADMIN", "x")])["PORT_HTTP_ADMIN"].ShouldBe("x");

    private static ImmutableDictionary<string, string> Of(KeyValuePair<string, string>[] environment) =>
        TaskEnvironment.Of(TaskInfo.FromJson(Encoding.UTF8.GetBytes(Task)), environment.ToImmutableDictionary(), "/sandbox");
}
