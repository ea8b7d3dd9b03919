using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>The program: one executor, one agent, one script.</summary>
/// <param name="output">Where the timeline goes; it is written to from several threads.</param>
/// <param name="error">Where it says what is wrong with the input.</param>
internal sealed class RunCommand(TextWriter output, TextWriter error)
{
    private const int Success = 0, Failure = 1, BadInput = 2;

    public async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0 || args.Contains("--help") || args.Contains("-h"))
        {
            await output.WriteLineAsync(Usage.Text);
            return args.Length == 0 ? BadInput : Success;
        }

        try
        {
            var options = RunOptions.Parse(args);
            return await RunAsync(options, options.ReadTasks(), options.ReadScript());
        }
        catch (ScriptException exception)
        {
            await error.WriteLineAsync($"error: {exception.Message}");
            return BadInput;
        }
    }

    private async Task<int> RunAsync(RunOptions options, IReadOnlyList<JsonObject> tasks, Script script)
    {
        var scratch = Directory.CreateTempSubdirectory("agent-emulator-").FullName;
        try
        {
            await using var agent = await Agent.StartAsync(new AgentOptions
            {
                Checkpoint = options.Checkpoint,
                FrameworkCapabilities = options.Capabilities,
                RequireToken = options.Token,
                Tls = options.Tls ? new TlsOptions(Path.Combine(scratch, "tls")) : null,
                DomainSocket = options.DomainSocket ? Path.Combine(scratch, "agent.sock") : null,
            });
            agent.Timeline.Recorded += output.WriteLine;
            return await RunAsync(agent, new ScriptRun(agent, script, tasks), options);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task<int> RunAsync(Agent agent, ScriptRun run, RunOptions options)
    {
        using var ending = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

        var scripted = run.RunAsync(ending.Token);
        await using var process = ExecutorProcess.Start(agent, new ExecutorProcessOptions
        {
            Executable = options.Executor,
            Arguments = options.Arguments,
            Sandbox = options.Sandbox,
            ExtraEnvironment = Variables(options),
            UseMemoryCgroup = options.MemoryCgroup,
        });
        run.Attach(process);

        if (!await EndsInTimeAsync(process, options.Deadline, ending.Token))
            process.Kill();
        var code = await process.Exited;
        var endedByItself = !process.WasKilled;
        await ending.CancelAsync();
        await scripted;

        var violations = agent.Violations.Count;
        await output.WriteLineAsync(
            $"the executor {(endedByItself ? "ended by itself" : "was killed")} with exit code {code}, "
            + (violations == 0 ? "and kept to the protocol" : $"and {violations} violations of the protocol"));
        return endedByItself && violations == 0 ? Success : Failure;

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ending.Cancel();
        }
    }

    private async Task<bool> EndsInTimeAsync(ExecutorProcess process, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            await process.Exited.WaitAsync(deadline, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            await output.WriteLineAsync(
                exception is TimeoutException
                    ? $"the executor has not ended after {MesosDuration.Format(deadline)}: it is killed"
                    : "interrupted: the executor is killed");
            return false;
        }
    }

    private static Dictionary<string, string> Variables(RunOptions options)
    {
        var variables = new Dictionary<string, string>();
        foreach (var variable in options.Variables.Prepend("PATH"))
        {
            var parts = variable.Split('=', 2);
            if ((parts.Length == 2 ? parts[1] : Environment.GetEnvironmentVariable(parts[0])) is { } value)
                variables[parts[0]] = value;
        }

        return variables;
    }
}
