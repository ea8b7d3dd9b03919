using ComposeExecutor.Compose.Files;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods.Launch;

/// <summary>The comment at the head of <c>pod.yaml</c>: where it comes from and what was changed on the way.</summary>
internal static class PodHeading
{
    /// <summary>The lines of the comment.</summary>
    public static IEnumerable<string> For(PodTask task, PodDraft plan, ProjectFiles files) =>
    [
        $"The pod of task {task.Identity.TaskId}, as it runs. Made from {files} by compose-executor.",
        $"To look at it with Docker Compose: docker compose -p {task.Identity.Project} -f {Path.Combine(task.Folder, PodPreparation.PodFileName)} ps",
        .. Lines(plan),
    ];

    /// <summary>What the transform gave out and noted.</summary>
    public static IEnumerable<string> Lines(PodDraft plan) =>
        plan.Ports.Select(port =>
            $"Port {port.ContainerPort}/{port.Protocol} of service '{port.Service}' is {(port.HostPort is { } host ? $"port {host}" : "an ephemeral port")} of {port.HostAddress ?? "the host"}.")
        .Concat(plan.Notes);
}
