using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Docker;

namespace ComposeExecutor.Pods;

/// <summary>Runs the commands of hooks inside of containers, one after the other, as Compose does.</summary>
internal static class PodHooks
{
    /// <summary>Runs the commands, until one fails.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">The container's id.</param>
    /// <param name="hooks">The commands.</param>
    /// <param name="cancellationToken">Gives up when cancelled.</param>
    /// <returns>What went wrong, as a sentence; null when nothing did.</returns>
    public static async Task<string?> RunAsync(DockerEngine engine, string container, ImmutableArray<ServiceHook> hooks, CancellationToken cancellationToken)
    {
        foreach (var hook in hooks)
        {
            try
            {
                var result = await engine.ExecAsync(
                    container,
                    new ExecCommand(hook.Command)
                    {
                        Environment = hook.Environment,
                        User = hook.User,
                        WorkingDirectory = hook.WorkingDirectory,
                        Privileged = hook.Privileged,
                    },
                    cancellationToken);
                if (result.ExitCode != 0)
                    return $"'{string.Join(' ', hook.Command)}' ended with exit code {result.ExitCode}{(result.Output.Length > 0 ? $" and said: {result.Output}" : ".")}";
            }
            catch (EngineException exception)
            {
                return exception.Message;
            }
        }

        return null;
    }
}
