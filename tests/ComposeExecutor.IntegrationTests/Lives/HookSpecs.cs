namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>Commands that are run inside of services after their start and before their end.</summary>
public sealed class HookSpecs : PodTest
{
    [Fact]
    public async Task Hooks_run_after_the_start_and_before_the_stop_signal_as_the_file_says()
    {
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                user: "1000"
                working_dir: /tmp
                command: [sh, -c, "trap 'cat /tmp/log; exit 0' TERM; while :; do sleep 1 & wait $$!; done"]
                post_start:
                  - { command: [sh, -c, "echo \"first $$NAME $$(id -u) $$PWD\" >> /tmp/log"], environment: { NAME: "a$$b" } }
                  - { command: [sh, -c, "chmod 666 /tmp/log; echo \"second $$(id -u) $$PWD\" >> /tmp/log"], user: root, privileged: true, working_dir: /www }
                pre_stop:
                  - { command: [sh, -c, "echo stopping >> /tmp/log"] }
              web:
                image: {{Engine.Busybox}}
                init: true
                command: [sleep, "1000"]
                depends_on: [db]
            """);
        await UntilAsync("TASK_RUNNING");
        await KillAsync();

        Read("db.stdout").ShouldBe("first a$b 1000 /tmp\nsecond 0 /www\nstopping\n");
        var log = Read("compose-executor.log");
        log.IndexOf("Running PostStart of 'db'", StringComparison.Ordinal).ShouldBeLessThan(log.IndexOf("Starting 'web'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_post_start_command_that_fails_fails_the_pod_with_its_output()
    {
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                init: true
                command: [sleep, "1000"]
                post_start: [{ command: [sh, -c, "echo no such schema; exit 4"] }]
            """);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("The post_start commands of service 'db' failed: 'sh -c echo no such schema; exit 4' ended with exit code 4 and said: no such schema");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_pre_stop_command_that_hangs_takes_no_more_than_the_grace_period()
    {
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                init: true
                command: [sleep, "1000"]
                stop_grace_period: 500ms
                pre_stop: [{ command: [sleep, "1000"] }]
            """);
        await UntilAsync("TASK_RUNNING");

        await KillAsync();

        Read("compose-executor.log").ShouldContain("Sending SIGKILL to 'db'");
    }
}
