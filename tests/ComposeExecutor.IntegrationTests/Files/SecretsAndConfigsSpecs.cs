using CliWrap.Buffered;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Files;

public sealed class SecretsAndConfigsSpecs : PodTest
{
    // %a permissions, %u owner, %g group, then the content.
    private const string Show = "for f in $$FILES; do stat -c '%n %a %u %g' $$f; cat $$f; echo; done; echo end; exec sleep 1000";

    private static readonly Dictionary<string, string> Token = new() { ["TOKEN"] = "from $the environment" };

    [Fact]
    public async Task Every_kind_is_where_Compose_mounts_it_and_can_be_read_by_any_user()
    {
        Write("key.txt", "a file");
        File.SetUnixFileMode(Path.Combine(Sandbox, "key.txt"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var written = await ShownAsync("""
            user: "1000:1000"
            read_only: true
            secrets: [file, environment, {source: file, target: other}]
            configs: [file, environment, inline, {source: inline, target: /etc/inline.conf}]
            """,
            "/run/secrets/file /run/secrets/environment /run/secrets/other /file /environment /inline /etc/inline.conf");

        written.ShouldBe("""
            /run/secrets/file 404 0 0
            a file
            /run/secrets/environment 444 0 0
            from $the environment
            /run/secrets/other 404 0 0
            a file
            /file 404 0 0
            a file
            /environment 444 0 0
            from $the environment
            /inline 444 0 0
            inline 'text' with from $the environment for $5
            /etc/inline.conf 444 0 0
            inline 'text' with from $the environment for $5
            end

            """);
    }

    [Fact]
    public async Task Owner_group_and_permissions_are_honoured_for_every_kind()
    {
        Write("key.txt", "a file");
        var written = await ShownAsync("""
            user: "1000:1001"
            secrets:
              - {source: file, uid: "1000", gid: "1001", mode: 0400}
              - {source: environment, uid: "1000", gid: "1001", mode: 0440}
            configs:
              - {source: file, target: /etc/deep/file, gid: "1001", mode: 0640}
              - {source: inline, uid: "1000", mode: 0500}
              - {source: environment, target: in/a/folder, uid: "1000"}
            """,
            "/run/secrets/file /run/secrets/environment /etc/deep/file /inline /in/a/folder");

        written.ShouldBe("""
            /run/secrets/file 400 1000 1001
            a file
            /run/secrets/environment 440 1000 1001
            from $the environment
            /etc/deep/file 640 0 1001
            a file
            /inline 500 1000 0
            inline 'text' with from $the environment for $5
            /in/a/folder 444 1000 0
            from $the environment
            end

            """);
    }

    [Fact]
    public async Task What_Compose_honours_itself_is_the_same_in_a_pod()
    {
        Write("key.txt", "a file");
        Write("compose.yml", Compose("""
            secrets: [file, environment, {source: environment, target: /deep/down/secret, uid: "7", gid: "8", mode: 0440}, {source: environment, target: named, mode: 0400}]
            configs: [file, inline, environment, {source: inline, target: /etc/x.conf, uid: "1000", mode: 0500}, {source: environment, target: in/a/folder, gid: "9"}]
            """,
            "/run/secrets/file /run/secrets/environment /deep/down/secret /run/secrets/named /file /inline /environment /etc/x.conf /in/a/folder")
            .Replace("exec sleep 1000", "exit 0", StringComparison.Ordinal));
        var project = CliWrap.Cli.Wrap("docker").WithEnvironmentVariables(Token!);
        string[] named = ["compose", "-p", $"{TaskId.ToLowerInvariant().Replace('.', '-')}-up", "-f", Path.Combine(Sandbox, "compose.yml")];
        BufferedCommandResult composed;
        try
        {
            composed = await project.WithArguments([.. named, "up", "--no-log-prefix"]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            await project.WithArguments([.. named, "down", "-v"]).ExecuteBufferedAsync(CancellationToken.None);
        }

        await LaunchAsync(Task(), environment: Token);
        await UntilAsync("TASK_FINISHED");

        var lines = Read("a.stdout").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(19);
        // Compose clears its status line before each line of a service.
        composed.StandardOutput.Replace("\u001b[2K", "", StringComparison.Ordinal).Split('\n').Where(line => lines.Contains(line)).ShouldBe(lines, composed.StandardOutput);
        (await ExitCodeAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Their_files_are_kept_from_others_on_the_host_and_removed_with_the_pod()
    {
        await ShownAsync("secrets: [environment]", "/run/secrets/environment", kill: false);

        File.GetUnixFileMode(Path.Combine(Sandbox, "secrets")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Read("secrets/environment").ShouldBe("from $the environment");
        Read("pod.yaml").ShouldNotContain("from $");
        await KillAsync();
        Directory.Exists(Path.Combine(Sandbox, "secrets")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("secrets: [external]", "'secrets.external' of service 'a' is external, which only a Swarm cluster can provide")]
    [InlineData("secrets: [unset]", "'secrets.unset' of service 'a' takes its content from the environment variable NOT_SET")]
    [InlineData("secrets: [{source: missing, mode: 0400}]", "'secrets.missing' of service 'a' cannot be read from")]
    [InlineData("secrets: [{source: file, uid: www-data}]", "has uid: \"www-data\", which is not a number")]
    public async Task What_cannot_be_provided_is_refused_with_the_service_and_the_reason(string fields, string mentioned)
    {
        Write("key.txt", "a file");
        Write("compose.yml", Compose(fields, ""));
        await LaunchAsync(Task(), environment: Token);

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_TASK_INVALID");
        Message(failed).ShouldContain(mentioned);
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_named_with_its_secret_and_service()
    {
        Write("compose.yml", Compose("secrets: [missing]", ""));
        await LaunchAsync(Task(), environment: Token);

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_CONTAINER_LAUNCH_FAILED");
        Message(failed).ShouldContain($"{Sandbox}/no-such-key");
        Message(failed).ShouldContain("secret 'missing' of service 'a'");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    private static string Compose(string fields, string shown) => $$"""
        services:
          a:
            image: {{Engine.Busybox}}
            init: true
            environment: { FILES: "{{shown}}" }
            command: [sh, -c, "{{Show}}"]
        {{string.Join('\n', fields.Split('\n').Select(line => $"    {line}"))}}
        secrets:
          file: { file: ./key.txt }
          environment: { environment: TOKEN }
          missing: { file: ./no-such-key }
          external: { external: true }
          unset: { environment: NOT_SET }
        configs:
          file: { file: ./key.txt }
          environment: { environment: TOKEN }
          inline: { content: "inline 'text' with ${TOKEN} for $$5" }
        """;

    private async Task<string> ShownAsync(string fields, string shown, bool kill = true)
    {
        Write("compose.yml", Compose(fields, shown));
        await LaunchAsync(Task(), environment: Token);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("a.stdout", "end\n");
        var written = Read("a.stdout");
        Read("a.stderr").ShouldBe("");
        if (kill)
            await KillAsync();
        return written;
    }
}
