using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Tests.Compose;

public sealed class ServiceHookSpecs
{
    [Fact]
    public void A_hook_is_read_with_all_its_fields_as_compose_means_them()
    {
        var hook = ServiceHook.ReadAll(JsonNode.Parse("""
            [{"command":["sh","-c","echo $$HOME"],"user":"root","privileged":true,"working_dir":"/x","environment":{"A":"$$b","C":null}}]
            """)).ShouldHaveSingleItem();

        hook.Command.ShouldBe(["sh", "-c", "echo $HOME"]);
        hook.User.ShouldBe("root");
        hook.Privileged.ShouldBeTrue();
        hook.WorkingDirectory.ShouldBe("/x");
        hook.Environment.ShouldBe(["A=$b"]);
    }

    [Fact]
    public void What_a_hook_does_not_say_is_left_to_the_container()
    {
        var hook = ServiceHook.ReadAll(JsonNode.Parse("""[{"command":["true"]}]""")).ShouldHaveSingleItem();

        hook.ShouldSatisfyAllConditions(
            () => hook.User.ShouldBeNull(), () => hook.Privileged.ShouldBeFalse(), () => hook.WorkingDirectory.ShouldBeNull(), () => hook.Environment.ShouldBeEmpty());
    }

    [Fact]
    public void A_service_without_hooks_has_none() => ServiceHook.ReadAll(null).ShouldBeEmpty();
}
