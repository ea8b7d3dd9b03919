using Chaos;

namespace ComposeExecutor.IntegrationTests.Engines;

/// <summary>A short form of <c>./bench chaos</c>, with rounds that are always the same.</summary>
public sealed class ChaosSpecs
{
    private const int Seed = 11;
    private const int Rounds = 8;

    [Fact]
    public async Task Whatever_is_broken_every_task_ends_once_and_nothing_of_its_pod_is_left()
    {
        var output = TestContext.Current.TestOutputHelper;
        var report = await ChaosSuite.RunAsync(
            new ChaosOptions { Executable = Executable.Path, Seed = Seed, FirstRound = 3, Rounds = Rounds, Duration = TimeSpan.FromMinutes(3) },
            line => output?.WriteLine(line),
            TestContext.Current.CancellationToken);

        report.Findings.ShouldBeEmpty(string.Join('\n', report.Findings));
        report.Rounds.ShouldBe(Rounds);
    }
}
