using System.Text;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>What a script's step can do.</summary>
internal static class ScriptActions
{
    private static readonly Dictionary<string, Func<ScriptRun, ScriptStep, CancellationToken, Task>> ByName = new()
    {
        ["launch"] = Now((run, _) => run.Launch()),
        ["kill"] = Now((run, step) => run.ForEachTask(id => run.Agent.Kill(id, step.Grace))),
        ["shutdown"] = Now((run, _) => run.Agent.Shutdown()),
        ["drop-stream"] = Now((run, _) => run.Agent.DropStream()),
        ["down"] = GoDownAsync,
        ["withhold-acknowledgements"] = Now((run, _) => run.Agent.Acknowledge(AcknowledgementPolicy.Withheld)),
        ["acknowledge"] = Now((run, _) => run.Agent.Acknowledge(AcknowledgementPolicy.Automatic)),
        ["acknowledge-twice"] = Now((run, _) => run.Agent.Acknowledge(AcknowledgementPolicy.Twice)),
        ["acknowledge-before-answer"] = Now((run, _) => run.Agent.Acknowledge(AcknowledgementPolicy.BeforeAnswer)),
        ["acknowledge-late"] = Now((run, step) =>
            run.Agent.Acknowledge(AcknowledgementPolicy.DelayedBy(step.For ?? TimeSpan.FromSeconds(1)))),
        ["refuse-updates"] = RefuseUpdatesAsync,
        ["break-next-update"] = Now((run, _) =>
            run.Agent.Treat("UPDATE", new CallTreatment { BreakInsteadOfAnswer = true, Times = 1 })),
        ["message"] = Now((run, step) => run.Agent.Message(Encoding.UTF8.GetBytes(step.Text))),
        ["error"] = Now((run, step) => run.Agent.Error(step.Text)),
        ["raw"] = Now((run, step) => run.Agent.SendRaw(Encoding.UTF8.GetBytes(step.Text))),
        ["unknown-event"] = Now((run, _) => run.Agent.SendEvent(new JsonObject { ["type"] = "EVENT_OF_A_LATER_VERSION" })),
        ["signal"] = async (run, step, cancellationToken) =>
            (await run.Process.WaitAsync(cancellationToken)).Signal(step.Signal),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static bool IsKnown(string name) => ByName.ContainsKey(name);

    public static Task RunAsync(ScriptRun run, ScriptStep step, CancellationToken cancellationToken) =>
        ByName[step.Do](run, step, cancellationToken);

    private static Func<ScriptRun, ScriptStep, CancellationToken, Task> Now(Action<ScriptRun, ScriptStep> act) => (run, step, _) =>
    {
        act(run, step);
        return Task.CompletedTask;
    };

    private static async Task GoDownAsync(ScriptRun run, ScriptStep step, CancellationToken cancellationToken)
    {
        await run.Agent.GoDownAsync();
        if (step.For is not { } time)
            return;

        await Task.Delay(time, run.Agent.Options.Time, cancellationToken);
        await run.Agent.ComeBackAsync(step.Recovering);
    }

    private static async Task RefuseUpdatesAsync(ScriptRun run, ScriptStep step, CancellationToken cancellationToken)
    {
        run.Agent.AnswerUpdatesWith(step.Status);
        if (step.For is not { } time)
            return;

        await Task.Delay(time, run.Agent.Options.Time, cancellationToken);
        run.Agent.AnswerUpdatesWith(null);
    }
}
