namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class SidecarSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("sidecars");

    [Theory]
    [MemberData(nameof(All))]
    public Task A_service_and_its_sidecars_behave_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
