using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class AssignRolesSpecs
{
    [Fact]
    public void A_service_has_the_role_that_its_file_says() =>
        new AssignRoles().Apply(Pod.Services("""{"a":{"x-pod":{"role":"sidecar"}},"b":{"x-pod":{"role":"init"}},"c":{"x-pod":{"role":"main"}},"d":{}}"""), Pod.Context)
            .Roles.ShouldBe([KeyValuePair.Create("a", ServiceRole.Sidecar), KeyValuePair.Create("b", ServiceRole.Init)], ignoreOrder: true);

    [Fact]
    public void A_service_has_the_role_that_the_settings_say_whatever_its_file_says() =>
        new AssignRoles().Apply(Pod.Services("""{"a":{},"b":{"x-pod":{"role":"sidecar"}},"c":{}}"""), Pod.Context with { Sidecars = ["a"], Inits = ["b"] })
            .Roles.ShouldBe([KeyValuePair.Create("a", ServiceRole.Sidecar), KeyValuePair.Create("b", ServiceRole.Init)], ignoreOrder: true);

    [Fact]
    public void Every_instance_of_a_service_has_its_role() =>
        new AssignRoles().Apply(
                Pod.Services("""{"a":{},"a-2":{}}""") with { InstanceOf = ImmutableDictionary<string, string>.Empty.Add("a-2", "a") }, Pod.Context with { Sidecars = ["a"] })
            .Roles.Keys.ShouldBe(["a", "a-2"], ignoreOrder: true);

    [Fact]
    public void Roles_are_told_and_a_pod_without_any_has_nothing_to_tell()
    {
        new AssignRoles().Apply(Pod.Services("""{"a":{},"b":{}}"""), Pod.Context with { Inits = ["a"] }).Notes.ShouldHaveSingleItem().ShouldContain("'a'");
        new AssignRoles().Apply(Pod.Services("""{"a":{},"b":{}}"""), Pod.Context).Notes.ShouldBeEmpty();
    }

    [Fact]
    public void A_role_that_nobody_knows_is_refused() =>
        new AssignRoles().Refusal(Pod.Services("""{"a":{"x-pod":{"role":"boss"}}}""")).ShouldBe("Service 'a' has the role 'boss' (x-pod), which nobody knows. It is one of main, sidecar and init.");

    [Fact]
    public void A_setting_that_names_no_service_is_refused() =>
        new AssignRoles().Refusal(Pod.Services("""{"a":{},"b":{}}"""), Pod.Context with { Sidecars = ["c"] }).ShouldBe("pod.sidecars names 'c', but there is no such service; there is 'a', 'b'.");

    [Fact]
    public void A_service_that_is_to_be_both_is_refused() =>
        new AssignRoles().Refusal(Pod.Services("""{"a":{},"b":{}}"""), Pod.Context with { Sidecars = ["a"], Inits = ["a"] }).ShouldContain("can only be one of the two");
}
