namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class NamingSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("names");

    [Theory]
    [MemberData(nameof(All))]
    public Task Services_are_found_by_the_names_of_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
