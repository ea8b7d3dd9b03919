namespace ComposeExecutor.IntegrationTests.Corpus;

public sealed class ServiceSettingSpecs(StandInImages images) : CorpusTest(images)
{
    public static TheoryData<string> All => Projects("settings");

    [Theory]
    [MemberData(nameof(All))]
    public Task Settings_of_services_mean_what_they_mean_to_Compose(string project) => ShouldBehaveAsUnderComposeAsync(project);
}
