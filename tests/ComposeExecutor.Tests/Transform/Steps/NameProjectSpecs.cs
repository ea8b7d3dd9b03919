using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class NameProjectSpecs
{
    [Theory]
    [InlineData("""{"name":"shop","services":{}}""")]
    [InlineData("""{"services":{}}""")]
    public void The_project_has_the_name_of_the_pod_whatever_the_file_says(string project) =>
        new NameProject().Apply(Pod.Project(project), Pod.Context).Model.Name.ShouldBe("pod-1");
}
