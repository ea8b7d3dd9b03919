namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class WebApplicationSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("web");

    [Theory]
    [MemberData(nameof(All))]
    public Task A_web_application_behaves_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
