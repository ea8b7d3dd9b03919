using System.Runtime.InteropServices;
using ComposeExecutor.Cli.Logging;
using ComposeExecutor.Configuration;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Pods.Output;

namespace ComposeExecutor.Cli;

/// <summary>What the executable does when an agent starts it: it is a Mesos executor.</summary>
internal static class MesosCommand
{
    /// <summary>Serves the agent until nothing is left to do.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        var variables = ProcessEnvironment.Read();
        ProcessEnvironment.ForgetToken();
        var (settings, problem) = SettingsFrom(variables);
        using var log = new ExecutorLog(variables.GetValueOrDefault("MESOS_SANDBOX") ?? variables.GetValueOrDefault("MESOS_DIRECTORY"), settings.Log.Level);
        try
        {
            var environment = AgentEnvironment.Read(variables);
            LogMessages.Started(log.Logger, ProductVersion.Text, environment.ToString());

            // The task will be refused for the same reason, with these words: here they are only told early.
            if (problem is not null)
                LogMessages.CannotStart(log.Logger, problem);

            await using var agent = new AgentConnection(environment, TimeProvider.System, log.Logger);
            using var executor = new Executor(agent, new ExecutorHost
            {
                ExecutorId = environment.ExecutorId,
                Sandbox = environment.Sandbox,
                Environment = variables.Remove(ProcessEnvironment.Token),
                Cgroup = ExecutorCgroup.Own(File.ReadAllText("/proc/self/cgroup")),
                ShutdownGracePeriod = environment.ShutdownGracePeriod,
                AcknowledgementTimeout = settings.Pod.AcknowledgementTimeout,
                Console = new ServiceConsole(Console.OpenStandardOutput()),
                Log = log.Logger,
            });
            using var inspection = new InspectionSignals(executor, log.Logger, environment.Sandbox);
            using var stop = new CancellationTokenSource();
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context));
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context));
            return await executor.RunAsync(stop.Token) ? ExitCodes.Success : ExitCodes.Failed;

            void Stop(PosixSignalContext context)
            {
                context.Cancel = true;
                LogMessages.Signalled(log.Logger, context.Signal.ToString());
                stop.Cancel();
            }
        }
        catch (MesosEnvironmentException exception)
        {
            LogMessages.CannotStart(log.Logger, exception.Message);
            return ExitCodes.BadInput;
        }
        catch (Exception exception)
        {
            LogMessages.Crashed(log.Logger, variables.GetValueOrDefault("MESOS_EXECUTOR_ID") ?? "", exception);
            return ExitCodes.Failed;
        }
    }

    private static (Settings Settings, string? Problem) SettingsFrom(IReadOnlyDictionary<string, string> variables)
    {
        try
        {
            return (SettingsLoader.Load(new ConfigurationSources { Environment = variables }).Settings, null);
        }
        catch (ConfigurationException exception)
        {
            return (Settings.Default, exception.Message);
        }
    }
}
