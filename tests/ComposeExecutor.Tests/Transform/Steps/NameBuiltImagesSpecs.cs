using ComposeExecutor.Transform.Steps;

namespace ComposeExecutor.Tests.Transform.Steps;

public sealed class NameBuiltImagesSpecs
{
    private readonly NameBuiltImages _step = new();

    [Fact]
    public void What_is_only_built_gets_a_name_and_labels_of_the_pod()
    {
        var draft = _step.Apply(Pod.Services("""{"web":{"build":{"context":"/src","labels":{"a":"b"}}}}"""), Pod.Context);

        draft.OwnImages.ShouldBe(["pod-1-web"]);
        draft.Fields("web")["image"].ShouldBeJson("\"pod-1-web\"");
        draft.Fields("web")["build"].ShouldBeJson("""{"context":"/src","labels":{"a":"b","taskId":"pod.1","executorId":"e"}}""");
    }

    [Fact]
    public void A_name_of_the_files_own_is_kept()
    {
        var draft = _step.Apply(Pod.Services("""{"web":{"image":"a:1","build":{"context":"/src"}},"db":{"image":"b:1"}}"""), Pod.Context);

        draft.OwnImages.ShouldBeEmpty();
        draft.Fields("web").ShouldBeJson("""{"image":"a:1","build":{"context":"/src"}}""");
    }

    [Fact]
    public void Names_of_images_have_no_capitals() =>
        _step.Apply(Pod.Services("""{"Web":{"build":{"context":"/src"}}}"""), Pod.Context).Fields("Web")["image"].ShouldBeJson("\"pod-1-web\"");
}
