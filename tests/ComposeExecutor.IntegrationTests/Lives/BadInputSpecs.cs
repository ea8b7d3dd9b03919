namespace ComposeExecutor.IntegrationTests.Lives;

public sealed class BadInputSpecs : PodTest
{
    public static TheoryData<string, string> Files => new()
    {
        { "services:\n  a:\n    image: ${NEEDED?set it}", "NEEDED" },
        { "services:\n  a:\n   image: x\n  foo\n", "line 4" },
        { "services: {a: {image: x, imag: y}}", "imag" },
        { "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [a]}", "cycle" },
        { "services: {}", "no services" },
        { "services: {a: {image: x, scale: 2, container_name: y}}", "container_name" },
        { "services: {a: {image: x, ports: ['80', '81', '82']}}", "3 missing" },
        { "services: {a: {build: .}}", "image" },
        { "services: {a: {image: x}, b: {image: x, depends_on: [nobody]}}", "nobody" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_cannot_be_a_pod_is_refused_with_the_reason(string compose, string mentioned)
    {
        await LaunchAsync(compose);
        await RefusedAsync(mentioned);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused_with_where_it_was_looked_for()
    {
        await LaunchAsync(Task());
        await RefusedAsync(Sandbox);
    }

    [Fact]
    public async Task A_wrong_setting_is_refused()
    {
        Write("compose.yml", "services: {a: {image: x}}");
        await LaunchAsync(Task() with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["config.launchtask.timeout"] = "soon" } });
        await RefusedAsync("launchtask.timeout");
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_told()
    {
        Write("compose.yml", "services: {a: {image: x}}");
        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["DOCKER_HOST"] = $"unix://{Sandbox}/no.sock" });
        await RefusedAsync("does not answer (there is no such socket)");
    }

    [Fact]
    public async Task A_missing_compose_is_told()
    {
        Write("compose.yml", "services: {a: {image: x}}");
        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["COMPOSE_EXECUTOR_COMPOSE_PATH"] = $"{Sandbox}/no-compose" });
        await RefusedAsync("no-compose");
    }

    [Fact]
    public async Task A_compose_that_is_too_old_is_told()
    {
        Write("compose.yml", "services: {a: {image: x}}");
        Write("old-compose", "#!/bin/sh\necho 1.29.2\n");
        File.SetUnixFileMode(Path.Combine(Sandbox, "old-compose"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await LaunchAsync(Task(), environment: new Dictionary<string, string> { ["COMPOSE_EXECUTOR_COMPOSE_PATH"] = $"{Sandbox}/old-compose" });
        await RefusedAsync("2.20");
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_fails_after_the_retries_in_the_registrys_words()
    {
        Write("config.yaml", "launchtask: { pullretry: 1, retryinterval: 200ms }");
        await LaunchAsync("services: {a: {image: 'localhost:9/no/such/image:1'}}");

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        Message(failed).ShouldContain("localhost:9/no/such/image:1");
        Message(failed).ShouldContain("tried 2 times");
        Message(failed).ShouldContain("connection refused");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_sandbox_that_cannot_be_written_is_told()
    {
        // Root may write anything; a folder in the place of a file it may not.
        Directory.CreateDirectory(Path.Combine(Sandbox, "pod.yaml"));
        await LaunchAsync($"services: {{a: {{image: '{Engine.Busybox}'}}}}");
        await RefusedAsync("cannot be written");
    }

    private async Task RefusedAsync(string mentioned)
    {
        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain(mentioned);
        Reason(failed).ShouldBe("REASON_TASK_INVALID");
        (await ExitCodeAsync()).ShouldBe(1);
    }
}
