using AgentEmulator;

return await new RunCommand(Console.Out, Console.Error).RunAsync(args);
