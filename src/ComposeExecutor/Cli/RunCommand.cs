using System.CommandLine;
using System.Runtime.InteropServices;
using ComposeExecutor.Cli.Logging;
using ComposeExecutor.Configuration;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods;
using ComposeExecutor.Pods.Output;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Cli;

/// <summary><c>compose-executor run</c>: runs compose files as a pod in the foreground, with a stand-in for the agent.</summary>
internal sealed class RunCommand
{
    private readonly PodArguments _pod = new("--port-range");

    private readonly Option<TimeSpan?> _grace = new("--grace")
    {
        Description = "How long services may take to end when the pod is stopped, such as 10s. Default: what the files say.",
        HelpName = "DURATION",
        CustomParser = PodArguments.ParseDuration,
    };

    private readonly Option<string> _sandbox = new("--sandbox")
    {
        Description = "A folder for pod.yaml and the services' output, which is kept. Default: a temporary one, removed at the end.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _noReaper = new("--no-reaper") { Description = "Start no reaper, the container that removes the pod should this process be killed." };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tell more of what happens." };

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var run = new RunCommand();
        var command = new Command(
            "run",
            "Run compose files as a pod in the foreground: the same pod as under Mesos, until it ends or until Ctrl-C (or SIGTERM) stops it; "
            + "a second one kills it at once. Exit code 0: finished or stopped; 1: failed; 2: bad input.");
        foreach (var option in run._pod.Options.Concat([run._grace, run._sandbox, run._noReaper, run._verbose]))
            command.Add(option);
        command.SetAction((arguments, _) => run.RunAsync(arguments));
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments)
    {
        var task = _pod.Task(arguments);
        var kept = arguments.GetValue(_sandbox);
        var sandbox = "";
        try
        {
            sandbox = kept is null
                ? Directory.CreateTempSubdirectory("compose-executor-").FullName
                : Directory.CreateDirectory(Path.GetFullPath(kept), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
            return await RunAsync(arguments, task, sandbox);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"error: the folder {kept ?? Path.GetTempPath()} cannot be used: {exception.Message} Name another one with --sandbox.");
            return ExitCodes.BadInput;
        }
        finally
        {
            if (kept is null)
                await RemoveAsync(sandbox);
        }
    }

    private static async Task RemoveAsync(string sandbox)
    {
        try
        {
            if (sandbox.Length > 0)
                Directory.Delete(sandbox, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"warning: the temporary folder {sandbox} could not be removed: {exception.Message}");
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, TaskInfo task, string sandbox)
    {
        var screen = new Screen(Console.Error);
        var log = new LineLogger(arguments.GetValue(_verbose) ? LogLevel.Debug : LogLevel.Information, TimeProvider.System, screen.Write) { ForPeople = true };
        await using var agent = new ForegroundAgent(task);
        using var executor = new Executor(agent, new ExecutorHost
        {
            ExecutorId = task.TaskId,
            Sandbox = sandbox,
            Environment = arguments.GetValue(_noReaper)
                ? _pod.Environment(arguments).SetItem($"{ConfigurationSources.EnvironmentPrefix}POD_REAPER", "false")
                : _pod.Environment(arguments),
            Files = _pod.Files(arguments),
            StartFolder = Directory.GetCurrentDirectory(),
            AssignsPorts = _pod.Ports(arguments) is not null,
            KilledBy = "It was stopped by a signal.",
            Console = new ServiceConsole(Console.OpenStandardOutput()),
            Log = log,
            OnChange = screen.Show,
        });

        using var inspection = new InspectionSignals(executor, log, sandbox);
        var signals = 0;
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        var asAsked = await executor.RunAsync(CancellationToken.None);
        return asAsked ? ExitCodes.Success
            : agent.Last?.Reason == TaskReason.TaskInvalid ? ExitCodes.BadInput
            : ExitCodes.Failed;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            agent.Kill(Interlocked.Increment(ref signals) == 1 ? arguments.GetValue(_grace) : TimeSpan.Zero);
            LogMessages.Signalled(log, context.Signal.ToString());
        }
    }
}
