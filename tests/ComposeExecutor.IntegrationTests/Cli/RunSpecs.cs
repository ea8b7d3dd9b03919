namespace ComposeExecutor.IntegrationTests.Cli;

public sealed class RunSpecs : CommandTest
{
    private static readonly string Polite = $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            command: [sh, -c, "trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
        """;

    [Fact]
    public async Task A_pod_that_finishes_ends_with_0_and_has_shown_its_output()
    {
        Write("compose.yml", $$"""
            services:
              job: { image: "{{Engine.Busybox}}", command: [sh, -c, "echo hello $$NAME"], environment: { NAME: "${NAME}" } }
            """);

        var run = await RunAsync("run", "--name", TaskId, "-e", "NAME=world");

        (await run.ExitCodeAsync()).ShouldBe(0, run.Error);
        run.Output.ShouldBe("job | hello world\n");
        run.Error.ShouldContain("TASK_FINISHED");
    }

    [Fact]
    public async Task A_pod_that_fails_ends_with_1()
    {
        Write("compose.yml", $$"""
            services:
              job: { image: "{{Engine.Busybox}}", command: [sh, -c, "echo broken; exit 7"] }
            """);

        var run = await RunAsync("run", "--name", TaskId);

        (await run.ExitCodeAsync()).ShouldBe(1);
        run.Error.ShouldContain("Service 'job' ended with exit code 7.");
    }

    [Theory]
    [InlineData(Sigterm)]
    [InlineData(Sigint)]
    [InlineData(Sighup)]
    public async Task A_pod_stopped_by_a_signal_ends_gracefully_with_0(int signal)
    {
        Write("compose.yml", Polite);
        var run = Start("run", "-f", "compose.yml", "--name", TaskId);
        await run.UntilWrittenAsync("web | ready");
        await run.UntilWrittenAsync("TASK_RUNNING");

        run.Signal(signal);

        (await run.ExitCodeAsync()).ShouldBe(0, run.Error);
        run.Output.ShouldContain("web | bye\n");
    }

    [Fact]
    public async Task A_second_signal_kills_at_once()
    {
        Write("compose.yml", $$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo asked' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
            """);
        var run = Start("run", "--name", TaskId, "--grace", "1h");
        await run.UntilWrittenAsync("web | ready");
        await run.UntilWrittenAsync("TASK_RUNNING");

        run.Signal(Sigterm);
        await run.UntilWrittenAsync("web | asked");
        run.Signal(Sigterm);

        (await run.ExitCodeAsync()).ShouldBe(0, run.Error);
    }

    [Fact]
    public async Task Ports_of_the_range_are_given_out_and_shown()
    {
        var port = FreePorts.Take(1)[0];
        Write("compose.yml", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [httpd, -f, -p, "80"], ports: ["80:80"] }
            """);
        var run = Start("run", "--name", TaskId, "--port-range", $"{port}");

        await run.UntilWrittenAsync($"*:{port}->80/tcp");

        run.Signal(Sigterm);
        (await run.ExitCodeAsync()).ShouldBe(0, run.Error);
    }

    [Fact]
    public async Task A_named_sandbox_keeps_the_pods_file_and_its_output()
    {
        Write("compose.yml", $$"""
            services:
              job: { image: "{{Engine.Busybox}}", command: [echo, hello] }
            """);

        (await (await RunAsync("run", "--name", TaskId, "--sandbox", "kept")).ExitCodeAsync()).ShouldBe(0);

        File.ReadAllText(Path.Combine(Folder, "kept", "job.stdout")).ShouldBe("hello\n");
        File.ReadAllText(Path.Combine(Folder, "kept", "pod.yaml")).ShouldContain("network_mode: \"service:infra\"");
    }

    [Theory]
    [InlineData("-f no-such.yml", "no-such.yml")]
    [InlineData("-f compose.yml -e NOVALUE", "NAME=VALUE")]
    [InlineData("-f compose.yml --port-range 99-1", "99-1")]
    [InlineData("-f compose.yml --grace soon", "soon")]
    [InlineData("-f compose.yml --label config.launchtask.timeout=soon", "launchtask.timeout")]
    [InlineData("-f compose.yml --nonsense", "--nonsense")]
    [InlineData("-f folder", "is a folder without a compose file")]
    public async Task Bad_input_ends_with_2_and_says_what_is_wrong(string arguments, string mentioned)
    {
        Write("compose.yml", Polite);
        Directory.CreateDirectory(Path.Combine(Folder, "folder"));

        var run = await RunAsync(["run", "--name", TaskId, .. arguments.Split(' ')]);

        (await run.ExitCodeAsync()).ShouldBe(2, run.Error);
        (run.Error + run.Output).ShouldContain(mentioned);
    }

    [Fact]
    public async Task A_second_pod_of_the_same_name_is_refused_and_leaves_the_first_alone()
    {
        Write("compose.yml", Polite);
        var first = Start("run", "--name", TaskId);
        await first.UntilWrittenAsync("TASK_RUNNING");

        var second = await RunAsync("run", "--name", TaskId);

        (await second.ExitCodeAsync()).ShouldBe(2, second.Error);
        second.Error.ShouldContain("already");
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(2);
        first.Signal(Sigterm);
        (await first.ExitCodeAsync()).ShouldBe(0, first.Error);
    }

    [Fact]
    public async Task Without_arguments_and_agent_it_says_what_to_do()
    {
        var run = await RunAsync();
        (await run.ExitCodeAsync()).ShouldBe(2);
        run.Error.ShouldContain("compose-executor run -f compose.yml");
    }

    [Fact]
    public async Task Help_teaches_by_example()
    {
        var run = await RunAsync("--help");
        (await run.ExitCodeAsync()).ShouldBe(0);
        run.Output.ShouldContain("compose-executor render -f a.yml -f b.yml --ports 31000-31010");
    }
}
