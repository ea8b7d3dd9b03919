using System.CommandLine;
using ComposeExecutor.Benchmarks.Engine;
using ComposeExecutor.Benchmarks.Pods;
using ComposeExecutor.Benchmarks.Reporting;
using ComposeExecutor.Benchmarks.Scenarios;

namespace ComposeExecutor.Benchmarks;

/// <summary>The command line: which scenarios to measure, how often, and the table they end in.</summary>
internal static class BenchCommand
{
    private static readonly IScenario[] Scenarios =
    [
        new StartScenario(), new PodScenario("pod-3", new PodShape(3), 1), new PodScenario("pod-10", new PodShape(10), 1),
        new PodScenario("chain", new PodShape(10, HealthyChain: 3), 0.9), new DeathScenario(), new ReapScenario(), new SizeScenario(), new IdleScenario(), new LoadScenario(),
    ];

    /// <summary>Describes the command.</summary>
    public static RootCommand Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each scenario is measured.", DefaultValueFactory = _ => 7 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--rounds must be 1 or more.");
        });
        var only = new Option<string?>("--only") { Description = "Measures this scenario alone." };
        only.AcceptOnlyFromAmong([.. Scenarios.Select(scenario => scenario.Name)]);
        var keep = new Option<bool>("--keep") { Description = "Keeps the sandboxes, with the logs of the executors." };
        var executable = new Option<FileInfo>("--executable") { Description = "The published compose-executor.", Required = true };
        executable.AcceptExistingOnly();

        var command = new RootCommand("Measures the published compose-executor under an emulated agent, against Docker Compose.") { rounds, only, keep, executable };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetRequiredValue(executable).FullName,
            arguments.GetRequiredValue(rounds),
            arguments.GetValue(only),
            arguments.GetValue(keep),
            cancellationToken));
        command.Subcommands.Add(ChaosCommand.Create());
        return command;
    }

    private static async Task<int> RunAsync(string executable, int rounds, string? only, bool keep, CancellationToken cancellationToken)
    {
        using var engine = new EngineSocket(Environment.GetEnvironmentVariable("DOCKER_HOST"));
        var folder = Directory.CreateTempSubdirectory("compose-executor-bench-").FullName;
        var context = new BenchContext(executable, rounds, folder, engine);
        var figures = new List<Figure>();
        var failed = false;
        try
        {
            foreach (var scenario in Scenarios.Where(scenario => only is null || scenario.Name == only))
            {
                var (found, failure) = await MeasureAsync(scenario, context, cancellationToken);
                figures.AddRange(found);
                failed |= failure;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            BenchContext.Say("called off");
            return ExitCodes.Interrupted;
        }
        finally
        {
            if (keep || failed)
                BenchContext.Say($"the sandboxes are kept in {folder}");
            else
                Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(FigureTable.Format(figures));
        return failed ? ExitCodes.Failed : ExitCodes.Measured;
    }

    // One scenario that fails, for whatever reason, must not hide what the others find.
    private static async Task<(IReadOnlyList<Figure> Figures, bool Failed)> MeasureAsync(
        IScenario scenario, BenchContext context, CancellationToken cancellationToken)
    {
        try
        {
            return (await scenario.RunAsync(context, cancellationToken), false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            BenchContext.Say($"{scenario.Name} failed: {exception.Message}");
            return ([Figure.Failure(scenario.Name, exception.Message)], true);
        }
    }
}
