using System.CommandLine;
using ComposeExecutor.Cli.Logging;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Leases;
using ComposeExecutor.Pods.Reaping;
using ComposeExecutor.Transform;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli;

/// <summary><c>compose-executor gc</c>: removes the pods of executors that were killed, by hand or from a timer.</summary>
internal static class GcCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        var command = new Command(
            "gc",
            "Remove the pods of this host whose executors were killed, which is what a reaper does by itself. Containers of pods without a lease may be "
            + "alive, and are only listed. Exit code 0: done; 1: something could not be removed; 2: bad configuration.")
        { dryRun };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetValue(dryRun), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool dryRun, CancellationToken cancellationToken)
    {
        try
        {
            var environment = ProcessEnvironment.Read();
            var settings = SettingsLoader.Load(new ConfigurationSources { OperatorFile = ConfigurationSources.DefaultOperatorFile, Environment = environment }).Settings;
            if (settings.Pod.Leases is not { } folder)
            {
                await Console.Error.WriteLineAsync("error: there are no leases on this host: pod.leases is empty.");
                return ExitCodes.BadInput;
            }

            using var engine = new DockerEngine(
                settings.Docker.Host?.ToString() ?? (environment.GetValueOrDefault("DOCKER_HOST") is { Length: > 0 } host ? host : "unix:///var/run/docker.sock"),
                settings.Docker.Timeout);
            using var error = Console.OpenStandardError();
            var log = new LineLogger(LogLevel.Warning, TimeProvider.System, line => error.Write(line)) { ForPeople = true };
            return await CollectAsync(new LeaseFolder(folder), engine, dryRun, log, cancellationToken) ? ExitCodes.Success : ExitCodes.Failed;
        }
        catch (ConfigurationException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return ExitCodes.BadInput;
        }
        catch (Exception exception) when (exception is EngineException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return ExitCodes.Failed;
        }
    }

    private static async Task<bool> CollectAsync(LeaseFolder folder, DockerEngine engine, bool dryRun, LineLogger log, CancellationToken cancellationToken)
    {
        var (alive, removed, wellDone) = (0, 0, true);
        var known = new HashSet<string>();
        foreach (var project in folder.Projects())
        {
            known.Add(project);
            using var lease = folder.TryTake(project);
            if (lease is null)
            {
                alive++;
                continue;
            }

            if (lease.Left is not { } left)
            {
                Console.WriteLine($"{project}: its lease in {folder.Path} is not one that an executor of this user has written, and is left alone");
                wellDone = false;
            }
            else if (left.Engine != engine.Host)
            {
                Console.WriteLine($"{left.TaskId}: is on another engine; remove it with DOCKER_HOST={left.Engine} compose-executor gc");
            }
            else if (dryRun)
            {
                Console.WriteLine($"{left.TaskId}: would be removed, since its executor (process {left.ProcessId}) is gone");
                removed++;
            }
            else if (await RemoveAsync(lease, left, engine, log, cancellationToken) is { } reason)
            {
                Console.WriteLine($"{left.TaskId}: {reason}");
                wellDone = false;
            }
            else
            {
                Console.WriteLine($"{left.TaskId}: removed, since its executor (process {left.ProcessId}) is gone");
                removed++;
            }
        }

        foreach (var (taskId, containers) in (await engine.LabelledAsync("taskId", "executorId", cancellationToken)).OrderBy(task => task.Key, StringComparer.Ordinal))
        {
            if (!known.Contains(ProjectName.For(taskId)))
                Console.WriteLine($"{taskId}: has {containers} container(s) and no lease, and may be alive. If it is not: docker rm -f -v $(docker ps -aq --filter label=taskId={taskId})");
        }

        Console.WriteLine($"{removed} pod(s) {(dryRun ? "to be removed" : "removed")}, {alive} alive.");
        return wellDone;
    }

    private static async Task<string?> RemoveAsync(Lease lease, LeaseContent left, DockerEngine engine, LineLogger log, CancellationToken cancellationToken)
    {
        lease.Write(left with { IsBeingRemoved = true });
        var pod = new LeftPod(left, engine, TimeProvider.System, log);
        if (await pod.RemoveFromEngineAsync(cancellationToken) is { } reason)
            return reason;
        await pod.RemoveFromHostAsync(cancellationToken);
        lease.Remove();
        return null;
    }
}
