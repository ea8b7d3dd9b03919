using System.Text.Json;
using System.Text.Json.Nodes;
using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

/// <summary>The health checks that a framework asks for, in pods whose services answer as the test wants.</summary>
public sealed class TaskHealthSpecs : PodTest
{
    // Listens on its own loopback only, and answers 404 for what is not in the folder.
    private static readonly string Loopback = $$"""
        services:
          web:
            image: {{Engine.Busybox}}
            init: true
            command: [httpd, -f, -p, "127.0.0.1:8080", -h, /www]
            volumes: ["./www:/www:ro"]
        """;

    [Fact]
    public async Task A_task_has_no_health_before_its_first_check_and_is_healthy_after_it()
    {
        Write("www/health", "fine");
        await LaunchAsync(Loopback, Http(8080, "/health"));

        (await UntilAsync("TASK_RUNNING")).TryGetProperty("healthy", out _).ShouldBeFalse();
        var status = await UntilHealthAsync(true);

        Reason(status).ShouldBe("REASON_TASK_HEALTH_CHECK_STATUS_UPDATED");
        Message(status).ShouldBe("The health check passed: GET http://127.0.0.1:8080/health answered 200.");
        await KillAsync();
    }

    [Fact]
    public async Task A_check_that_fails_and_recovers_is_told_each_time()
    {
        Write("www/health", "fine");
        var check = Http(8080, "/health");
        check["consecutive_failures"] = 1000;
        await LaunchAsync(Loopback, check);
        await UntilHealthAsync(true);

        File.Delete(Path.Combine(Sandbox, "www/health"));
        Message(await UntilHealthAsync(false)).ShouldBe("The health check failed (1 of 1000 times in a row): GET http://127.0.0.1:8080/health answered 404.");
        await UntilHealthAsync(false, "(2 of 1000 times in a row)");
        Write("www/health", "fine");
        await UntilHealthAsync(true, after: false);

        await KillAsync();
    }

    [Fact]
    public async Task A_check_that_fails_too_often_kills_the_pod()
    {
        Write("www/index", "");
        await LaunchAsync(Loopback, Http(8080, "/health"));

        var status = await UntilAsync("TASK_KILLED");

        status.GetProperty("healthy").GetBoolean().ShouldBeFalse();
        Message(status).ShouldBe("The health check failed 3 times in a row, so the pod is killed: GET http://127.0.0.1:8080/health answered 404.");
        Healths().ShouldBe([false, false, false, false]);
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Failures_within_the_grace_period_are_not_told()
    {
        var check = Tcp(8080);
        check["grace_period_seconds"] = 60;
        check["consecutive_failures"] = 1;
        Write("www/index", "");
        await LaunchAsync(Loopback.Replace("[httpd, -f,", "[sh, -c, 'until test -e /www/go; do usleep 50000; done; exec httpd \"$@\"', sh, -f,", StringComparison.Ordinal), check);
        await UntilWrittenAsync("compose-executor.log", "The health check failed within its grace period of 60 s: the connection to port 8080 failed: Connection refused.");

        Write("www/go", "");

        await UntilHealthAsync(true);
        Healths().ShouldBe([true]);
        await KillAsync();
    }

    [Fact]
    public async Task A_command_is_run_in_the_service_that_is_named()
    {
        await LaunchAsync(
            $$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, hostname: web, command: [sleep, "1000"] }
              db: { image: "{{Engine.Busybox}}", init: true, command: [sh, -c, "touch /tmp/here; exec sleep 1000"] }
            """,
            Command("test -e /tmp/here && echo $GREETING from db", ("GREETING", "hello")),
            ("config.pod.health.service", "db"));

        Message(await UntilHealthAsync(true)).ShouldEndWith("ended with exit code 0: hello from db.");
        await KillAsync();
    }

    [Fact]
    public async Task A_command_without_a_service_to_run_in_is_refused()
    {
        await LaunchAsync(
            $$"""
            services:
              web: { image: "{{Engine.Busybox}}", command: [sleep, "1000"] }
              db: { image: "{{Engine.Busybox}}", command: [sleep, "1000"] }
            """,
            Command("true"));

        var status = await UntilAsync("TASK_FAILED");

        Reason(status).ShouldBe("REASON_TASK_INVALID");
        Message(status).ShouldContain("say in which one it is to be run with pod.health.service");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_fails_and_is_killed()
    {
        var check = Command("sleep 1234");
        check["timeout_seconds"] = 0.3;
        check["consecutive_failures"] = 1000;
        await LaunchAsync(Idle, check);

        Message(await UntilHealthAsync(false)).ShouldEndWith("took longer than 0.3 s.");
        await UntilHealthAsync(false, "(3 of 1000 times in a row)");

        (await Engine.ProcessesAsync(TaskId, "web")).Count(process => process.Contains("sleep 1234", StringComparison.Ordinal)).ShouldBeLessThan(3);
        await KillAsync();
    }

    [Fact]
    public async Task A_host_port_of_the_pod_leads_to_the_port_inside()
    {
        Write("www/health", "fine");
        var port = FreePorts.Take(1)[0];
        await LaunchAsync(Loopback + "\n    ports: [\"8080\"]", Http(port, "/health"), ports: [port]);

        Message(await UntilHealthAsync(true)).ShouldContain("GET http://127.0.0.1:8080/health answered 200");
        await KillAsync();
    }

    [Theory]
    [InlineData("compose", "web: { expose: [\"8080\"] }")]
    [InlineData("none", "web: {}")]
    public async Task The_network_of_the_service_is_entered_whatever_it_is(string network, string further)
    {
        Write("www/health", "fine");
        Write("further.yml", $"services: {{ {further} }}");
        Write("compose.yml", Loopback);
        await LaunchAsync(Task() with
        {
            HealthCheck = Http(8080, "/health"),
            Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml,further.yml", ["config.pod.network"] = network },
        });

        await UntilHealthAsync(true);
        await KillAsync();
    }

    [Fact]
    public async Task The_result_of_a_check_is_in_every_update_and_told_when_it_changes()
    {
        Write("www/index", "");
        Write("compose.yml", Loopback);
        await LaunchAsync(Task() with { Check = TaskInfos.TcpCheck(8080, 0.2) });

        Result(await UntilAsync("TASK_RUNNING")).ShouldBe("{}");
        var changed = await Agent.WaitForAsync(
            entry => entry.Kind == TimelineKind.UpdateAccepted && entry.TaskId == TaskId && Reason(entry.Detail) == "REASON_TASK_CHECK_STATUS_UPDATED", Deadline);
        Result(changed.Detail).ShouldBe("""{"succeeded":true}""");
        changed.Detail.TryGetProperty("healthy", out _).ShouldBeFalse();
        Agent.Kill(TaskId);
        Result(await UntilAsync("TASK_KILLED")).ShouldBe("""{"succeeded":true}""");
        (await ExitCodeAsync()).ShouldBe(0);

        static string Result(JsonElement status) => status.GetProperty("check_status").GetProperty("tcp").GetRawText();
    }

    [Fact]
    public async Task A_check_that_cannot_be_made_is_refused_before_anything_is_done()
    {
        await LaunchAsync(Idle, Http(0, "health"));

        Message(await UntilAsync("TASK_FAILED")).ShouldStartWith("The task asks for checks that cannot be made: health_check.http.path is 'health'; it must begin with a slash");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    private Task LaunchAsync(string compose, JsonObject check, (string Key, string Value)? label = null, IReadOnlyList<int>? ports = null)
    {
        Write("compose.yml", compose);
        var task = Task(ports ?? []) with { HealthCheck = check };
        return LaunchAsync(label is var (key, value) ? task with { Labels = new Dictionary<string, string>(task.Labels) { [key] = value } } : task);
    }

    private static JsonObject Http(int port, string path) => Quick(TaskInfos.HttpHealthCheck(port, path, 0.2));

    private static JsonObject Tcp(int port) => Quick(new JsonObject { ["type"] = "TCP", ["tcp"] = new JsonObject { ["port"] = port } });

    private static JsonObject Command(string line, params (string Name, string Value)[] variables) => Quick(new JsonObject
    {
        ["type"] = "COMMAND",
        ["command"] = new JsonObject
        {
            ["value"] = line,
            ["environment"] = new JsonObject
            {
                ["variables"] = new JsonArray([.. variables.Select(variable => new JsonObject { ["name"] = variable.Name, ["value"] = variable.Value })]),
            },
        },
    });

    private static JsonObject Quick(JsonObject check)
    {
        check["delay_seconds"] = 0.0;
        check["interval_seconds"] = 0.2;
        check["grace_period_seconds"] = 0.0;
        check["timeout_seconds"] = 5.0;
        return check;
    }

    private IReadOnlyList<bool> Healths() =>
        [.. Updates().Where(status => status.TryGetProperty("healthy", out _)).Select(status => status.GetProperty("healthy").GetBoolean())];

    private IEnumerable<JsonElement> Updates() =>
        Agent.Timeline.Entries.Where(entry => entry.Kind == TimelineKind.UpdateAccepted && entry.TaskId == TaskId).Select(entry => entry.Detail);

    // With "after", only what was told after the task was last told to be of that health.
    private async Task<JsonElement> UntilHealthAsync(bool healthy, string text = "", bool? after = null)
    {
        var seen = after is { } health
            ? Agent.Timeline.Entries.Where(entry => entry.TaskId == TaskId && HasHealth(entry, health)).Max(entry => entry.At)
            : TimeSpan.MinValue;
        return (await Agent.WaitForAsync(
            entry => entry.TaskId == TaskId && entry.At > seen && HasHealth(entry, healthy) && Message(entry.Detail).Contains(text, StringComparison.Ordinal), Deadline)).Detail;
    }

    private static bool HasHealth(TimelineEntry entry, bool healthy) =>
        entry.Kind == TimelineKind.UpdateAccepted && entry.Detail.TryGetProperty("healthy", out var found) && found.GetBoolean() == healthy;
}
