namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class MonitoringSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("monitoring");

    [Theory]
    [MemberData(nameof(All))]
    public Task A_monitoring_stack_behaves_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
