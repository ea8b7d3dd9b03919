using System.CommandLine;
using ComposeExecutor.Cli.Logging;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Pods.Reaping;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli;

/// <summary>What this executable does in the containers that executors start for themselves; nobody else has a use for it.</summary>
internal static class ReaperCommand
{
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Describes <c>compose-executor reaper</c>.</summary>
    public static Command Create()
    {
        var leases = new Option<string>("--leases") { Required = true };
        var address = new Option<string>("--engine") { Required = true };
        var name = new Option<string>("--name") { Required = true };
        var idle = new Option<TimeSpan?>("--idle") { Required = true, CustomParser = PodArguments.ParseDuration };
        var command = new Command("reaper", "Remove the pods of executors that were killed; started by executors.") { leases, address, name, idle };
        command.Hidden = true;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var log = Log();
            try
            {
                using var engine = new DockerEngine(arguments.GetRequiredValue(address), EngineTimeout);
                var options = new ReaperOptions(arguments.GetRequiredValue(leases), arguments.GetRequiredValue(name), arguments.GetRequiredValue(idle)!.Value);
                return await new Reaper(options, engine, TimeProvider.System, log).RunAsync(cancellationToken) ? ExitCodes.Success : ExitCodes.Failed;
            }
            catch (Exception exception) when (exception is EngineException or IOException or UnauthorizedAccessException)
            {
                LogMessages.CannotStart(log, exception.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    /// <summary>Describes <c>compose-executor sweep</c>.</summary>
    public static Command CreateSweep()
    {
        var files = new Option<string[]>("--remove");
        var cgroup = new Option<string>("--cgroup");
        var command = new Command("sweep", "Remove what a pod has left on the host; started by reapers.") { files, cgroup };
        command.Hidden = true;
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var log = Log();
            var gone = LeftFiles.Remove(arguments.GetValue(files) ?? [], log);
            if (arguments.GetValue(cgroup) is { } left)
                await PodCgroup.Left(left, TimeProvider.System, log).RemoveAsync(cancellationToken);
            return gone ? ExitCodes.Success : ExitCodes.Failed;
        });
        return command;
    }

    private static LineLogger Log()
    {
        var error = Console.OpenStandardError();
        return new LineLogger(LogLevel.Information, TimeProvider.System, line => error.Write(line));
    }
}
