namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class ProxySpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("proxies");

    [Theory]
    [MemberData(nameof(All))]
    public Task A_proxy_and_its_back_ends_behave_as_under_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
