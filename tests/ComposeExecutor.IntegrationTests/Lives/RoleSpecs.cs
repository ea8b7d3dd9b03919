using System.Runtime.CompilerServices;
using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>Sidecars and inits, the examples of the patterns they are for, and tasks that are services or jobs.</summary>
public sealed class RoleSpecs : PodTest
{
    [Fact]
    public async Task Inits_complete_and_sidecars_start_before_main_services_and_sidecars_end_last()
    {
        await LaunchAsync($$"""
            services:
              migrate:
                image: {{Engine.Busybox}}
                command: [sh, -c, "sleep 1; echo migrated"]
                x-pod: { role: init }
              proxy:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo proxy ends; exit 0' TERM; echo up; while :; do sleep 1 & wait $$!; done"]
                x-pod: { role: sidecar }
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "trap 'echo web ends; exit 0' TERM; echo ready; while :; do sleep 1 & wait $$!; done"]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "ready");
        await UntilWrittenAsync("proxy.stdout", "up");
        var log = Read("compose-executor.log");
        log.IndexOf("Starting 'proxy'", StringComparison.Ordinal).ShouldBeLessThan(log.IndexOf("Starting 'web'", StringComparison.Ordinal));
        Read("migrate.stdout").ShouldBe("migrated\n");

        await KillAsync();

        Executor.StandardOutput.IndexOf("web ends", StringComparison.Ordinal)
            .ShouldBeLessThan(Executor.StandardOutput.IndexOf("proxy ends", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sidecar_does_not_keep_a_pod_alive()
    {
        Write("compose.yml", $$"""
            services:
              logs: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "1000"], depends_on: [job] }
              job: { image: "{{Engine.Busybox}}", command: [echo, done] }
            """);
        await LaunchAsync(Task() with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["config.pod.sidecars"] = "logs" } });

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_role_that_nobody_knows_is_refused()
    {
        await LaunchAsync($$"""
            services:
              web: { image: "{{Engine.Busybox}}", x-pod: { role: sidekick } }
            """);

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("Service 'web' has the role 'sidekick' (x-pod), which nobody knows.");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_service_of_aurora_whose_services_all_end_well_has_failed()
    {
        Write("app.yml", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", command: ["true"] }
            """);
        await LaunchAsync(TaskInfos.Aurora(TaskId, "app.yml", isService: true));

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("is a service (isService)");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_task_with_the_label_isService_is_never_to_end_by_itself()
    {
        Write("compose.yml", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", command: ["true"] }
            """);
        await LaunchAsync(Task() with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["org.example.isService"] = "true" } });

        Message(await UntilAsync("TASK_FAILED")).ShouldContain("is a service (isService)");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData("sidecar", "archive.stdout", "archived: ")]
    [InlineData("ambassador", "client.stdout", "answered by the database")]
    [InlineData("adapter", "scraper.stdout", "requests_total 3")]
    public async Task The_example_of_a_pattern_does_what_it_is_for(string example, string file, string text)
    {
        await LaunchAsync(File.ReadAllText(Path.Combine(Examples(), example, "compose.yml")));

        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync(file, text);
        await KillAsync();
    }

    private static string Examples([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../examples");
}
