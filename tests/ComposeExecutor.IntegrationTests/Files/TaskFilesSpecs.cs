using System.Text;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Files;

/// <summary>The ways in which a task can bring its compose files, each run as a pod.</summary>
public sealed class TaskFilesSpecs : PodTest
{
    private static readonly string Printing = $$"""
        services:
          a: { image: "{{Engine.Busybox}}", command: [cat, /data/text], volumes: ["./data:/data"] }
        """;

    [Theory]
    [InlineData("compose", false)]
    [InlineData("org.apache.aurora.metadata.compose", true)]
    public async Task The_text_of_a_file_in_a_label_runs_with_paths_that_start_from_the_sandbox(string label, bool encoded)
    {
        Write("data/text", "found");
        await LaunchAsync(Labelled(label, encoded ? Convert.ToBase64String(Encoding.UTF8.GetBytes(Printing)) : Printing));

        await FinishedAsync("found");
        File.GetUnixFileMode(Path.Combine(Sandbox, "compose.label.yaml")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("app.tar.gz")]
    [InlineData("app.tar.gz/app-1.0/compose.yml")]
    [InlineData("compose.yml")]
    [InlineData(null)]
    public async Task An_archive_that_was_fetched_and_not_extracted_runs(string? fileName)
    {
        Packed.TarGz(Path.Combine(Sandbox, "app.tar.gz"), ("app-1.0/compose.yml", Printing), ("app-1.0/data/text", "packed"));
        await LaunchAsync(fileName is null ? Unlabelled() : Labelled("fileName", fileName));

        await FinishedAsync("packed");
    }

    [Fact]
    public async Task An_archive_that_leads_out_of_the_sandbox_is_refused()
    {
        Packed.TarGz(Path.Combine(Sandbox, "app.tar.gz"), ("compose.yml", Printing), ($"../{Path.GetFileName(Sandbox)}-out", "text"));
        await LaunchAsync(Labelled("fileName", "app.tar.gz"));

        await RefusedAsync("leads out of it");
        File.Exists(Sandbox + "-out").ShouldBeFalse();
    }

    [Theory]
    [InlineData("shop")]
    [InlineData(null)]
    public async Task A_folder_runs_with_its_override_as_Compose_finds_them(string? fileName)
    {
        Write("shop/docker-compose.yml", Printing.Replace("cat, /data/text", "\"false\"", StringComparison.Ordinal));
        Write("shop/docker-compose.override.yml", "services: {a: {command: [cat, /data/text]}}");
        Write("shop/data/text", "overridden");
        await LaunchAsync(fileName is null ? Unlabelled() : Labelled("fileName", fileName));

        await FinishedAsync("overridden");
    }

    [Fact]
    public async Task A_task_without_any_file_is_told_what_was_looked_for_and_where()
    {
        await LaunchAsync(Unlabelled());

        await RefusedAsync($"none of compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml is in {Sandbox}");
    }

    [Fact]
    public async Task Profiles_of_a_label_decide_which_services_run()
    {
        Write("compose.yml", $$"""
            services:
              always:
                image: {{Engine.Busybox}}
                command: [echo, always]
                depends_on: { debug: { condition: service_completed_successfully }, other: { condition: service_started, required: false } }
              debug: { image: "{{Engine.Busybox}}", command: [echo, debug], profiles: [debug] }
              other: { image: "{{Engine.Busybox}}", command: ["false"], profiles: [other] }
            """);
        await LaunchAsync(Task() with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["config.pod.profiles"] = "debug" } });

        Message(await UntilAsync("TASK_FINISHED")).ShouldContain("0");
        Read("always.stdout").ShouldBe("always\n");
        Read("debug.stdout").ShouldBe("debug\n");
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Relative_mounts_start_from_the_first_files_folder_and_the_short_syntax_creates_what_is_missing()
    {
        Write("shop/compose.yml", $$"""
            services:
              a:
                image: {{Engine.Busybox}}
                command: [sh, -c, "ls -A /new; cat /text; touch /new/made"]
                volumes: ["./made/by/docker:/new", { type: bind, source: ../text, target: /text, read_only: true }]
            """);
        Write("text", "beside");
        await LaunchAsync(Labelled("fileName", "shop/compose.yml"));

        await FinishedAsync("beside");
        File.Exists(Path.Combine(Sandbox, "shop/made/by/docker/made")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_dot_env_file_in_the_sandbox_that_is_not_the_projects_does_not_matter()
    {
        Write("shop/compose.yml", Printing);
        Write("shop/data/text", "read");
        Write(".env", "this is not = a file for Compose");
        await LaunchAsync(Labelled("fileName", "shop/compose.yml"));

        await FinishedAsync("read");
    }

    [Fact]
    public async Task Tasks_of_one_executor_keep_their_texts_archives_and_secrets_apart()
    {
        Write("data/text", "shared");
        var second = $"{TaskId}-second";
        await LaunchGroupAsync(Labelled("compose", Text("one")), AgentEmulator.TaskInfos.Marathon(second) with { Labels = new Dictionary<string, string> { ["compose"] = Text("two") } });

        (await ExitCodeAsync()).ShouldBe(0, History());
        Read("a.stdout").ShouldBe("one shared");
        File.ReadAllText(Directory.GetDirectories(Sandbox, "*-second-*").ShouldHaveSingleItem() + "/a.stdout").ShouldBe("two shared");
        (await Engine.LeftOfAsync(second)).ShouldBeEmpty();

        static string Text(string secret) => $$$"""
            services:
              a: { image: "{{{Engine.Busybox}}}", command: [sh, -c, "cat /secret /data/text"], configs: [secret], volumes: ["./data:/data"] }
            configs: { secret: { content: "{{{secret}}} " } }
            """;
    }

    [Fact]
    public async Task A_mount_whose_source_is_missing_is_told_with_the_service_and_what_to_do()
    {
        await LaunchAsync($$"""
            services:
              a: { image: "{{Engine.Busybox}}", volumes: [{ type: bind, source: ./nowhere, target: /data }] }
            """);

        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain($"bind source path does not exist: {Sandbox}/nowhere. It is mounted at /data by service 'a'.");
        Message(failed).ShouldContain("create_host_path");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_sandbox_is_mounted_where_Mesos_mounts_it_when_it_is_asked_for()
    {
        Write("input", "from the sandbox");
        Write("compose.yml", $$"""
            services:
              a: { image: "{{Engine.Busybox}}", command: [sh, -c, "cat $$MESOS_SANDBOX/input; echo written > /mnt/mesos/sandbox/output"] }
            """);
        await LaunchAsync(Task() with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["config.pod.sandbox"] = "true" } });

        await FinishedAsync("from the sandbox");
        Read("output").ShouldBe("written\n");
    }

    private AgentEmulator.TaskDescription Labelled(string label, string value) => Task() with { Labels = new Dictionary<string, string> { [label] = value } };

    private AgentEmulator.TaskDescription Unlabelled() => Task() with { Labels = new Dictionary<string, string>() };

    private async Task FinishedAsync(string output)
    {
        await UntilAsync("TASK_FINISHED");
        Read("a.stdout").ShouldBe(output);
        (await ExitCodeAsync()).ShouldBe(0);
    }

    private async Task RefusedAsync(string mentioned)
    {
        var failed = await UntilAsync("TASK_FAILED");
        Message(failed).ShouldContain(mentioned);
        Reason(failed).ShouldBe("REASON_TASK_INVALID");
        (await ExitCodeAsync()).ShouldBe(1);
    }
}
