using ComposeExecutor.Cli;
using ComposeExecutor.Mesos;

// An agent starts its executors without arguments, or with the blank that some frameworks must give as a command.
if (args.All(string.IsNullOrWhiteSpace) && AgentEnvironment.IsExecutor(ProcessEnvironment.Read()))
    return await MesosCommand.RunAsync();

var arguments = RootCommands.Create().Parse(args);
var exitCode = await arguments.InvokeAsync(new() { ProcessTerminationTimeout = null });
return arguments.Errors.Count > 0 ? ExitCodes.BadInput : exitCode;
