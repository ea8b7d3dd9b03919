namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>Launches the projects of a kind under Compose and as pods, and compares.</summary>
/// <param name="images">The images of the corpus.</param>
public abstract class CorpusTest(StandInImages images)
{
    /// <summary>The projects of a kind, for a theory.</summary>
    protected static TheoryData<string> Projects(string kind) => [.. CorpusCase.All.Where(project => project.Kind == kind).Select(project => project.Name)];

    /// <summary>Fails with a table of what is different and may not be.</summary>
    protected async Task ShouldBehaveAsUnderComposeAsync(string name)
    {
        var project = CorpusCase.All.Single(project => project.Name == name);
        await images.EnsureAsync();
        ProjectModel model;
        Observation compose, pod;
        await using (var launch = new ComposeLaunch(project, Leftovers.NameOf(name)))
        {
            model = new ProjectModel(await launch.ModelAsync());
            compose = await ObserveAsync(model, launch);
            // Two launches that fail have much in common.
            compose.HasFailed.ShouldBe(project.Fails, launch.Account);
        }

        var account = "";
        await using (var launch = new PodLaunch(project, Leftovers.NameOf($"{name}-pod")))
        {
            pod = await ObserveAsync(model, launch);
            account = launch.Account;
        }

        var differences = Comparison.Of(compose, pod);
        if (differences.Count > 0)
            Assert.Fail($"\n{Comparison.Table($"{project.Kind}/{name}", differences)}\n\n{account}");
    }

    private static async Task<Observation> ObserveAsync(ProjectModel model, Launch launch)
    {
        var outcome = await launch.StartAsync();
        return await new Observer(model, launch, await launch.SettledAsync()).ObserveAsync(outcome);
    }
}
