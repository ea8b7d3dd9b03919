using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Chaos;

namespace ComposeExecutor.Benchmarks;

/// <summary>The command that breaks things for as long as asked, on an engine of its own.</summary>
internal static class ChaosCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var executable = new Option<FileInfo>("--executable") { Description = "The published compose-executor.", Required = true };
        executable.AcceptExistingOnly();
        var minutes = new Option<double>("--minutes") { Description = "For how long.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "What chance is derived from.", DefaultValueFactory = _ => RandomNumberGenerator.GetInt32(1_000_000) };
        var round = new Option<int?>("--round") { Description = "Only this round, to repeat one that failed." };
        var command = new Command("chaos", "Runs random pods under random faults, and looks at what is left after each round.") { executable, minutes, seed, round };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new ChaosOptions
            {
                Executable = arguments.GetRequiredValue(executable).FullName,
                Seed = arguments.GetRequiredValue(seed),
                FirstRound = arguments.GetValue(round) ?? 1,
                Rounds = arguments.GetValue(round) is null ? null : 1,
                Duration = TimeSpan.FromMinutes(arguments.GetRequiredValue(minutes)),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ChaosOptions options, CancellationToken cancellationToken)
    {
        var report = await ChaosSuite.RunAsync(options, BenchContext.Say, cancellationToken);
        foreach (var finding in report.Findings)
            Console.WriteLine(finding);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Rounds} rounds with {report.Pods} pods of seed {options.Seed}: {report.Findings.Length} with findings; a dead executor's pod was gone after {report.SlowestReap.TotalSeconds:0.0} s at most"));
        return report.Findings.IsEmpty ? ExitCodes.Measured : ExitCodes.Failed;
    }
}
