namespace AgentEmulator.Tests;

public sealed class ScriptSpecs : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("emulator-").FullName;

    [Fact]
    public void Every_fault_of_a_script_is_named_at_once()
    {
        const string script = """
            [{"on": "TASK_RUNNING", "do": "dance"}, {"on": "sunrise", "do": "kill", "after": "soon", "why": "x"}, 5]
            """;

        var message = Should.Throw<ScriptException>(() => Script.Parse(script)).Message;

        message.ShouldContain("step 1: 'do' is 'dance'");
        message.ShouldContain("step 2: 'on' is 'sunrise'");
        message.ShouldContain("step 2: 'after': 'soon' is not a duration");
        message.ShouldContain("step 2 has an unknown key 'why'");
        message.ShouldContain("step 3 is not an object");
    }

    [Fact]
    public async Task Steps_are_taken_when_their_triggers_come()
    {
        await using var emulation = await Emulation.StartAsync();
        var script = Script.Parse("""
            [
              {"on": "subscribed", "do": "launch"},
              {"on": "TASK_RUNNING", "after": "1ms", "do": "kill", "grace": "2secs"},
              {"on": "subscribed", "nth": 2, "do": "shutdown"},
            ]
            """);
        var run = new ScriptRun(emulation.Agent, script, [TaskInfos.Marathon("web.1").ToJson()]);
        var finished = run.RunAsync(TestContext.Current.CancellationToken);

        using var first = await emulation.Executor.SubscribeAsync();
        await first.NextAsync("SUBSCRIBED");
        var task = (await first.NextAsync("LAUNCH"))["launch"]!["task"]!.AsObject();
        await emulation.Executor.UpdateAsync("web.1", "TASK_RUNNING");
        await first.NextAsync("ACKNOWLEDGED");
        await first.NextAsync("KILL");
        using var second = await emulation.Executor.SubscribeAsync(tasks: [task]);
        await second.NextAsync("SUBSCRIBED");
        await second.NextAsync("SHUTDOWN");

        await finished.WaitAsync(Deadlines.Generous, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("exit 1 # before it subscribed", 1)]
    [InlineData("", 0)]
    public async Task The_program_tells_success_from_violations_by_its_exit_code(string prelude, int code)
    {
        // An executor that is no more than the calls, made with the shell's own means.
        var executor = Write("executor", $"{prelude}\n" + """
            ids="\"executor_id\":{\"value\":\"$MESOS_EXECUTOR_ID\"},\"framework_id\":{\"value\":\"$MESOS_FRAMEWORK_ID\"}"
            post() {
              printf 'POST /api/v1/executor HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
              printf 'Content-Length: %d\r\n\r\n%s' "${#1}" "$1"
            }
            exec 3<>"/dev/tcp/${MESOS_AGENT_ENDPOINT/://}"
            post "{$ids,\"type\":\"SUBSCRIBE\",\"subscribe\":{}}" >&3
            while read -r line <&3; do case $line in *'"LAUNCH"'*) break ;; esac; done
            exec 4<>"/dev/tcp/${MESOS_AGENT_ENDPOINT/://}"
            post "{$ids,\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\"web.1\"},\"state\":\"TASK_FINISHED\",
              \"source\":\"SOURCE_EXECUTOR\",\"timestamp\":$EPOCHREALTIME,\"uuid\":\"MDEyMzQ1QDc4OWFiY2RlZg==\"}}}" >&4
            while read -r line <&3; do case $line in *'"ACKNOWLEDGED"'*) break ;; esac; done
            """);
        var task = Write("task.json", """{"task_id": {"value": "web.1"}}""");

        var result = await RunAsync([
            "--executor", "/bin/bash", "--sandbox", Path.Combine(_folder, "sandbox"), "--task", task, "--deadline", "20secs",
            "--", executor,
        ]);

        result.ShouldBe(code, _output.ToString());
    }

    [Theory]
    [InlineData("There is no option '--dance'", "--dance")]
    [InlineData("'soon' is not a duration", "--deadline", "soon")]
    [InlineData("--executor needs a value", "--executor")]
    [InlineData("--sandbox, --task missing", "--executor", "/bin/sh")]
    [InlineData("there is no file /nowhere", "--executor", "/nowhere", "--sandbox", "x", "--task", "x")]
    [InlineData("/nowhere cannot be read", "--executor", "/bin/sh", "--sandbox", "x", "--task", "/nowhere")]
    public async Task Bad_input_ends_the_program_with_2_and_a_reason(string reason, params string[] args)
    {
        (await RunAsync(args)).ShouldBe(2);

        _error.ToString().ShouldContain(reason);
    }

    [Fact]
    public async Task Help_ends_the_program_with_0_and_shows_an_example_that_works()
    {
        (await RunAsync("--help")).ShouldBe(0);

        var help = _output.ToString();
        var script = help[help.IndexOf("[{\"on\"", StringComparison.Ordinal)..];
        Script.Parse(script[..(script.IndexOf("}]", StringComparison.Ordinal) + 2)]).Steps.Count.ShouldBe(2);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> RunAsync(params string[] args) => new RunCommand(TextWriter.Synchronized(_output), _error).RunAsync(args);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
