using ComposeExecutor.Transform;
using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class LabelEverythingSpecs
{
    private const string Labels = """{"executorId":"e","taskId":"pod.1"}""";

    [Fact]
    public void Every_container_carries_the_labels_the_infra_container_included()
    {
        foreach (var service in Apply("""{"services":{"a":{},"b":{}}}""").Model.Services)
            service.Fields["labels"].ShouldBeJson(Labels);
    }

    [Theory]
    [InlineData("networks")]
    [InlineData("volumes")]
    public void What_the_project_owns_carries_the_labels(string section) =>
        Apply($$$"""{"name":"p","{{{section}}}":{"a":{"name":"p_a"},"b":null}}""").Model.Root[section]
            .ShouldBeJson($$$"""{"a":{"name":"p_a","labels":{{{Labels}}}},"b":{"labels":{{{Labels}}}}}""");

    [Theory]
    [InlineData("networks")]
    [InlineData("volumes")]
    public void What_the_files_name_themselves_is_labelled_as_shared_and_as_no_tasks(string section) =>
        Apply($$$"""{"name":"p","{{{section}}}":{"a":{"name":"everybodys","labels":{"x":"y"} } } }""").Model.Root[section]
            .ShouldBeJson("""{"a":{"name":"everybodys","labels":{"x":"y","compose-executor.shared":"true"}}}""");

    [Theory]
    [InlineData("networks")]
    [InlineData("volumes")]
    public void What_is_external_is_left_untouched(string section) =>
        Apply($$$"""{"{{{section}}}":{"a":{"name":"shared","external":true} }}""").Model.Root[section]
            .ShouldBeJson("""{"a":{"name":"shared","external":true}}""");

    [Fact]
    public void Labels_of_the_file_stay_beside_them() =>
        Apply("""{"services":{"a":{"labels":{"x":"y","taskId":"forged"}}}}""").Fields("a")["labels"]
            .ShouldBeJson("""{"x":"y","taskId":"pod.1","executorId":"e"}""");

    [Fact]
    public void A_dollar_sign_in_a_label_is_escaped_for_Compose() =>
        new LabelEverything().Apply(Pod.Services("""{"a":{}}"""), Pod.Context with { Labels = Pod.Context.Labels.SetItem("taskId", "a$b") })
            .Fields("a")["labels"].ShouldBeJson("""{"executorId":"e","taskId":"a$$b"}""");

    private static PodDraft Apply(string project) => new LabelEverything().Apply(Pod.Project(project).WithInfra(), Pod.Context);
}
