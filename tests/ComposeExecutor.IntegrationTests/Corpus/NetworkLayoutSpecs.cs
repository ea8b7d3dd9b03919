namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class NetworkLayoutSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("networks");

    [Theory]
    [MemberData(nameof(All))]
    public Task Services_in_networks_behave_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
