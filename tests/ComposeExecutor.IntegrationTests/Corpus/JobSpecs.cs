namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class JobSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("jobs");

    [Theory]
    [MemberData(nameof(All))]
    public Task Jobs_and_who_waits_for_them_behave_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
