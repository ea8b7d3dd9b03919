namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class PublishedPortSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("ports");

    [Theory]
    [MemberData(nameof(All))]
    public Task Published_ports_answer_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
