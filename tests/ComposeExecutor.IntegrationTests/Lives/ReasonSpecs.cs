using System.Text.Json.Nodes;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>The rows of the table of reasons in <c>docs/reasons.md</c> that no other test has.</summary>
public sealed class ReasonSpecs : PodTest
{
    [Fact]
    public async Task A_service_that_uses_up_its_own_memory_is_told_with_its_limit()
    {
        await LaunchAsync($$"""
            services:
              eater: { image: "{{Engine.Busybox}}", command: [sh, -c, "tail /dev/zero"], mem_limit: 20m, memswap_limit: 20m }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_CONTAINER_LIMITATION_MEMORY");
        Message(failed).ShouldContain("Service 'eater' ran out of memory and was killed (exit code 137): it used all of its own limit of 20 MiB.");
        failed.GetProperty("limitation").GetProperty("resources")[0].GetProperty("scalar").GetProperty("value").GetDouble().ShouldBe(20);
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData("exec /etc/passwd", 126, "its command is not executable")]
    [InlineData("exec /no/such/file", 127, "its command was not found")]
    [InlineData("kill -9 $$$$", 137, "killed by SIGKILL")]
    [InlineData("kill -11 $$$$", 139, "crashed: SIGSEGV")]
    [InlineData("kill -15 $$$$", 143, "ended by SIGTERM")]
    public async Task Exit_codes_that_mean_something_are_explained(string script, int exitCode, string meaning)
    {
        // The first process of a container is deaf to signals of its own.
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sh, -c, "{{script}}"] }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldStartWith($"Service 'web' ended with exit code {exitCode} ({meaning}).");
        Reason(failed).ShouldBeNull();
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_takes_longer_than_it_may_fails_with_that_reason()
    {
        Write("compose.yml", Idle);
        await LaunchAsync(Task() with { Extra = new JsonObject { ["max_completion_time"] = new JsonObject { ["nanoseconds"] = 3_000_000_000L } } });

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_MAX_COMPLETION_TIME_REACHED");
        Message(failed).ShouldBe("The pod was not done within 3 s (the task's max_completion_time).");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_launch_that_takes_too_long_shows_the_last_output_of_what_is_waited_for()
    {
        Write("config.yaml", "launchtask: { timeout: 3s }");
        await LaunchAsync($$"""
            services:
              init: { image: "{{Engine.Busybox}}", init: true, command: [sh, -c, "echo waiting for the moon; exec sleep 1000"] }
              web: { image: "{{Engine.Busybox}}", command: ["true"], depends_on: { init: { condition: service_completed_successfully } } }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain("'web' waited for 'init' to complete successfully");
        Message(failed).ShouldContain("waiting for the moon");
        Reason(failed).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        (await ExitCodeAsync()).ShouldBe(1);
    }
}
