namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class MessagingSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("messaging");

    [Theory]
    [MemberData(nameof(All))]
    public Task A_message_broker_and_its_clients_behave_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
