using System.CommandLine;

namespace ComposeExecutor.Cli;

/// <summary>The command line that people use.</summary>
internal static class RootCommands
{
    /// <summary>Describes all commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Runs Docker Compose files as pods. Started by a Mesos agent (which sets MESOS_AGENT_ENDPOINT) and without arguments, it is a Mesos executor: "
            + "name it as the executor of a task, and the compose file in the task's label 'fileName'.\n\n"
            + "Examples:\n"
            + "  compose-executor run -f compose.yml                            run a pod here, until Ctrl-C\n"
            + "  compose-executor run -f app.yml -e TAG=1.2 --port-range 31000-31010\n"
            + "  compose-executor render -f a.yml -f b.yml --ports 31000-31010   see what the files become\n"
            + "  compose-executor config -l config.pod.stopgrace=5s              see the settings in force, and where they come from\n"
            + "  compose-executor gc --dry-run                                   see what killed executors have left")
        {
            RunCommand.Create(),
            RenderCommand.Create(),
            ConfigCommand.Create(),
            GcCommand.Create(),
            ReaperCommand.Create(),
            ReaperCommand.CreateSweep(),
        };
        root.SetAction(_ =>
        {
            Console.Error.WriteLine("error: nothing to do. Under a Mesos agent MESOS_AGENT_ENDPOINT is set, which it is not here. To run a pod on this machine: compose-executor run -f compose.yml; more: compose-executor --help");
            return ExitCodes.BadInput;
        });
        return root;
    }
}
