using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>A script being carried out against an agent and its executor.</summary>
/// <param name="agent">The agent that acts.</param>
/// <param name="script">The script. Without a step that launches, the tasks are launched at once.</param>
/// <param name="tasks">The tasks to launch: as a group when they are several.</param>
public sealed class ScriptRun(Agent agent, Script script, IReadOnlyList<JsonObject> tasks)
{
    private readonly TaskCompletionSource<ExecutorProcess> _process = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The agent that acts.</summary>
    public Agent Agent { get; } = agent;

    /// <summary>The executor's process, when there is one.</summary>
    internal Task<ExecutorProcess> Process => _process.Task;

    /// <summary>Tells the script which process its signals go to.</summary>
    /// <param name="process">The executor's process.</param>
    public void Attach(ExecutorProcess process) => _process.TrySetResult(process);

    /// <summary>Carries the script out, until every step is done or it is cancelled.</summary>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!script.Steps.Any(step => step.Do == "launch"))
            Launch();

        await Task.WhenAll(script.Steps.Select(step => TakeAsync(step, cancellationToken)));
    }

    internal void Launch()
    {
        if (tasks is [var task])
            Agent.Launch(task);
        else
            Agent.LaunchGroup(tasks);
    }

    internal void ForEachTask(Action<string> act)
    {
        foreach (var task in tasks)
            act(task["task_id"]!["value"]!.GetValue<string>());
    }

    private async Task TakeAsync(ScriptStep step, CancellationToken cancellationToken)
    {
        var trigger = ScriptTriggers.Find(step.On);
        var occurrences = 0;
        try
        {
            await Agent.Timeline.WaitForAsync(
                entry => trigger(entry) && ++occurrences == step.Nth, Timeout.InfiniteTimeSpan, step.ToString(), cancellationToken);
            await Task.Delay(step.After, Agent.Options.Time, cancellationToken);
            Agent.Timeline.Record(TimelineKind.Note, $"script: {step}");
            await ScriptActions.RunAsync(this, step, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Agent.Timeline.Record(TimelineKind.Note, $"script: ended before or in '{step}'");
        }
        catch (Exception exception)
        {
            Agent.Timeline.Violation($"script: '{step}' failed: {exception.Message}");
        }
    }
}
