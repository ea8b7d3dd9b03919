using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Chaos.Engines;
using CliWrap;

namespace Chaos;

/// <summary>
/// Random pods under random faults, on an engine of their own. After each round every task must have ended once, nothing of any pod may
/// be left, and nothing else may have been touched.
/// </summary>
public static class ChaosSuite
{
    private const int MostPods = 3;

    private static readonly Fault[] Faults = Enum.GetValues<Fault>();

    /// <summary>Breaks things until the time is over.</summary>
    /// <param name="options">How much.</param>
    /// <param name="say">Told of each round, as a line.</param>
    /// <param name="cancellationToken">Ends it after the round that is under way.</param>
    public static async Task<ChaosReport> RunAsync(ChaosOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        await using var engine = await OwnEngine.StartAsync();
        var folder = Directory.CreateTempSubdirectory("chaos-").FullName;
        var bystander = new Bystander(engine);
        await bystander.StartAsync();
        var report = new ChaosReport(0, 0, TimeSpan.Zero, []);
        var start = Stopwatch.GetTimestamp();
        try
        {
            for (var round = options.FirstRound;
                !cancellationToken.IsCancellationRequested && Stopwatch.GetElapsedTime(start) < options.Duration && report.Rounds < (options.Rounds ?? int.MaxValue);
                round++)
            {
                report = await RoundAsync(options, round, engine, bystander, folder, report, say);
            }

            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ChaosReport> RoundAsync(
        ChaosOptions options, int round, OwnEngine engine, Bystander bystander, string folder, ChaosReport report, Action<string> say)
    {
        var random = new Random(Mixed(options.Seed, round));
        var shared = random.Next(6) switch { 0 => Fault.RestartEngine, 1 => Fault.StarveProcessors, _ => Fault.None };
        var pods = new List<ChaosPod>();
        var findings = new List<string>();
        try
        {
            for (var (count, number) = (random.Next(1, MostPods + 1), 1); number <= count; number++)
            {
                // Each has its own sequence, so that what one does with it does not depend on how the others fare.
                var own = new Random(random.Next());
                var fault = Faults[own.Next(Faults.Length)];
                if (fault is Fault.RestartEngine or Fault.StarveProcessors)
                    fault = Fault.None;
                pods.Add(await ChaosPod.LaunchAsync(engine, FormattableString.Invariant($"chaos-{options.Seed}-{round}-{number}"), folder, fault, own, options.Executable));
            }

            say($"round {round} of seed {options.Seed}: {string.Join(", ", pods.Select(pod => pod.Fault))}{(shared == Fault.None ? "" : $", and {shared} for all")}");
            await Task.WhenAll([BreakAllAsync(shared, engine, random), .. pods.Select(pod => pod.LiveAsync())]);
        }
        catch (Exception exception) when (exception is TimeoutException or AgentEmulator.DeadlinePassedException)
        {
            findings.Add(exception.Message);
        }

        foreach (var pod in pods)
            findings.AddRange((await pod.FindingsAsync(shared == Fault.RestartEngine)).Select(finding => $"{pod.Id}: {finding}"));
        findings.AddRange(await bystander.FindingsAsync());
        var histories = findings.Count == 0 ? [] : pods.ConvertAll(pod => pod.History());
        foreach (var pod in pods)
            await pod.DisposeAsync();
        foreach (var finding in findings)
            say($"  {finding.Split('\n')[0]}");

        var reaped = pods.Where(pod => pod.Fault == Fault.KillExecutor).Select(pod => pod.GoneAfter ?? TimeSpan.MaxValue).DefaultIfEmpty(TimeSpan.Zero).Max();
        return new ChaosReport(
            report.Rounds + 1,
            report.Pods + pods.Count,
            reaped > report.SlowestReap ? reaped : report.SlowestReap,
            findings.Count == 0
                ? report.Findings
                : report.Findings.Add($"Round {round} of seed {options.Seed}:\n{string.Join('\n', findings)}\n\n{string.Join("\n\n", histories)}"));
    }

    // The first numbers of neighbouring seeds are alike.
    private static int Mixed(int seed, int round) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed} {round}"))));

    private static async Task BreakAllAsync(Fault fault, OwnEngine engine, Random random)
    {
        switch (fault)
        {
            case Fault.RestartEngine:
                await Task.Delay(random.Next(3000));
                await engine.KillAsync();
                await Task.Delay(random.Next(500));
                await engine.RestartAsync();
                break;
            case Fault.StarveProcessors:
                await Cli.Wrap("stress-ng").WithArguments(["--quiet", "--cpu", "8", "--timeout", "5s"]).ExecuteAsync();
                break;
        }
    }
}
