using System.Collections.Immutable;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods;

/// <summary>Who a pod is: on the engine everything of it carries these as labels.</summary>
/// <param name="TaskId">The task's id.</param>
/// <param name="ExecutorId">The executor's id.</param>
/// <param name="FrameworkId">The framework's id.</param>
/// <param name="AgentId">The agent's id.</param>
public sealed record PodIdentity(string TaskId, string ExecutorId, string FrameworkId, string AgentId)
{
    /// <summary>The pod's Compose project name.</summary>
    public string Project => ProjectName.For(TaskId);

    /// <summary>The labels; <c>taskId</c> and <c>executorId</c> are named as dce-go names them.</summary>
    public ImmutableSortedDictionary<string, string> Labels => ImmutableSortedDictionary.CreateRange(
    [
        KeyValuePair.Create("taskId", TaskId),
        KeyValuePair.Create("executorId", ExecutorId),
        KeyValuePair.Create("frameworkId", FrameworkId),
        KeyValuePair.Create("agentId", AgentId),
    ]);

    /// <summary>The label, as <c>name=value</c>, by which all of the pod is found.</summary>
    public string Selector => $"taskId={TaskId}";
}
