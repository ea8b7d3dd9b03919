namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class ComposeFileSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("files");

    [Theory]
    [MemberData(nameof(All))]
    public Task Files_mean_what_they_mean_to_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
