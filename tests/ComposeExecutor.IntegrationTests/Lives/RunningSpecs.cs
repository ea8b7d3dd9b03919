using System.Diagnostics;
using System.Text.Json;
using AgentEmulator;

namespace ComposeExecutor.IntegrationTests.Lives;

public sealed class RunningSpecs : PodTest
{
    [Fact]
    public async Task A_running_pod_tells_its_address_ports_and_health_and_answers_on_the_offered_port()
    {
        var port = FreePorts.Take(1)[0];
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "echo port $$WHERE > /www/index.html; exec httpd -f -p 8080 -h /www"]
                environment: { WHERE: "${PORT0} of ${MESOS_TASK_ID}" }
                ports: ["80:8080"]
                healthcheck: { test: [CMD, wget, -q, -O, "-", "http://web:8080/"], interval: 500ms }
            """, port);

        var running = await UntilAsync("TASK_RUNNING");
        running.GetProperty("healthy").GetBoolean().ShouldBeTrue();
        var network = running.GetProperty("container_status").GetProperty("network_infos")[0];
        network.GetProperty("ip_addresses")[0].GetProperty("ip_address").GetString().ShouldNotBeNullOrEmpty();
        var mapping = network.GetProperty("port_mappings")[0];
        mapping.GetProperty("host_port").GetInt32().ShouldBe(port);
        mapping.GetProperty("container_port").GetInt32().ShouldBe(8080);

        using var http = new HttpClient();
        (await http.GetStringAsync($"http://127.0.0.1:{port}/", TestContext.Current.CancellationToken)).ShouldBe($"port {port} of {TaskId}\n");

        await KillAsync();
    }

    [Fact]
    public async Task A_task_of_aurora_runs_with_its_prefixed_labels_and_ports_from_its_resources()
    {
        var port = FreePorts.Take(1)[0];
        Write("shop/app.yml", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", command: [echo, "${PORT0} ${MESOS_TASK_ID} ${PORTS}"], ports: ["80"] }
            """);
        await LaunchAsync(TaskInfos.Aurora(TaskId, "app.yml", isService: false, port));

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("web.stdout").ShouldBe($"{port} {TaskId} {port}\n");
    }

    [Fact]
    public async Task The_pods_file_is_read_by_docker_compose_as_the_pod_that_runs()
    {
        await LaunchAsync(Idle);
        await UntilAsync("TASK_RUNNING");

        var project = Read("pod.yaml").Split('\n').Single(line => line.StartsWith("name: ", StringComparison.Ordinal))["name: ".Length..];
        using var compose = Process.Start(new ProcessStartInfo("docker", ["compose", "-p", project, "-f", Path.Combine(Sandbox, "pod.yaml"), "ps", "--services"]) { RedirectStandardOutput = true })!;
        var services = await compose.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await compose.WaitForExitAsync(TestContext.Current.CancellationToken);

        services.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["infra", "web"], ignoreOrder: true);
        await KillAsync();
    }

    [Fact]
    public async Task Services_start_in_the_order_of_their_conditions_and_find_each_other_by_every_name()
    {
        await LaunchAsync($$"""
            services:
              db:
                image: {{Engine.Busybox}}
                init: true
                container_name: the-database
                command: [sh, -c, "echo db > /www/index.html; exec httpd -f -p 5432 -h /www"]
                healthcheck: { test: [CMD, wget, -q, -O, /dev/null, "http://localhost:5432/"], interval: 500ms }
                networks: { default: { aliases: [storage] } }
              migration:
                image: {{Engine.Busybox}}
                command: [wget, -q, -O, /dev/null, "http://db:5432/"]
                depends_on: { db: { condition: service_healthy } }
              web:
                image: {{Engine.Busybox}}
                init: true
                links: ["db:database"]
                extra_hosts: ["elsewhere:192.0.2.7"]
                command: [sh, -c, "for name in db the-database storage database web; do wget -q -O /dev/null http://$$name:5432/ && echo $$name; done; grep elsewhere /etc/hosts; hostname; exec sleep 1000"]
                depends_on:
                  migration: { condition: service_completed_successfully }
                  db: { condition: service_started }
            """);

        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("web.stdout", "elsewhere");
        var web = Read("web.stdout");
        foreach (var name in new[] { "db", "the-database", "storage", "database", "web" })
            web.ShouldContain($"{name}\n");
        web.ShouldContain("192.0.2.7");

        var log = Read("compose-executor.log");
        log.IndexOf("Starting 'db'", StringComparison.Ordinal).ShouldBeLessThan(log.IndexOf("Starting 'migration'", StringComparison.Ordinal));
        log.IndexOf("Starting 'migration'", StringComparison.Ordinal).ShouldBeLessThan(log.IndexOf("Starting 'web'", StringComparison.Ordinal));

        await KillAsync();
    }

    [Fact]
    public async Task Every_container_is_labelled_never_restarted_by_docker_and_below_the_executors_cgroup()
    {
        Write("compose.yml", $$"""
            services:
              web:
                image: {{Engine.Busybox}}
                init: true
                command: [sleep, "1000"]
                restart: always
            """);
        await LaunchAsync(Task(), new AgentOptions { ExecutorId = "executor.7" }, inCgroup: MemoryCgroup.IsAvailable);
        await UntilAsync("TASK_RUNNING");

        var containers = await Engine.ContainersAsync(TaskId);
        containers.Count.ShouldBe(2);
        foreach (var container in containers)
        {
            container.Labels["executorId"].ShouldBe("executor.7");
            container.Labels["frameworkId"].ShouldBe(Agent.Options.FrameworkId);
            container.Labels["agentId"].ShouldBe(Agent.Options.AgentId);
        }

        var web = await Engine.ContainerAsync(TaskId, "web");
        web.HostConfig!.RestartPolicy!.Name!.ToString()!.ShouldBe("No", StringCompareShould.IgnoreCase);
        if (Executor.Cgroup is { } own)
            web.HostConfig!.CgroupParent.ShouldBe(own.CgroupPath);

        await KillAsync();
    }

    [Fact]
    public async Task Nothing_is_left_of_the_executors_cgroup_in_hierarchies_that_the_agent_does_not_manage()
    {
        if (!MemoryCgroup.IsAvailable)
            return;
        Write("compose.yml", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", command: ["true"] }
            """);
        await LaunchAsync(Task(), inCgroup: true);
        await UntilAsync("TASK_FINISHED");
        await ExitCodeAsync();

        Directory.EnumerateDirectories("/sys/fs/cgroup")
            .Where(hierarchy => Path.GetFileName(hierarchy) != "memory")
            .Where(hierarchy => Directory.Exists(Path.Join(hierarchy, Executor.Cgroup!.CgroupPath)))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_becomes_unhealthy_later_is_reported_and_so_is_its_recovery()
    {
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "touch /tmp/well; trap 'rm /tmp/well' USR1; trap 'touch /tmp/well' USR2; echo ready; while :; do sleep 1 & wait $$!; done"]
                healthcheck: { test: [CMD, test, -e, /tmp/well], interval: 300ms, retries: 1 }
            """);
        (await UntilAsync("TASK_RUNNING")).GetProperty("healthy").GetBoolean().ShouldBeTrue();
        var web = (await Engine.ContainerAsync(TaskId, "web")).ID;

        await Engine.KillAsync(web, "SIGUSR1");
        var unhealthy = await Agent.WaitForAsync(entry => IsHealthUpdate(entry, healthy: false), Deadline);
        Message(unhealthy.Detail).ShouldContain("'web'");
        await Engine.KillAsync(web, "SIGUSR2");
        await Agent.WaitForAsync(entry => entry.Number > unhealthy.Number && IsHealthUpdate(entry, healthy: true), Deadline);

        Agent.Kill(TaskId, TimeSpan.Zero);
        await UntilAsync("TASK_KILLED");
        await ExitCodeAsync();
    }

    [Fact]
    public async Task Configs_and_secrets_written_in_the_file_or_the_environment_reach_the_service_and_are_removed_afterwards()
    {
        Write("compose.yml", $$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "cat /greeting /run/secrets/password"]
                configs: [{ source: greeting, target: /greeting }]
                secrets: [password]
            configs:
              greeting: { content: "hello $${USER} on ${PORT0}\n" }
            secrets:
              password: { environment: DB_PASSWORD }
            """);
        await LaunchAsync(Task(31000), environment: new Dictionary<string, string> { ["DB_PASSWORD"] = "correct-horse" });

        await UntilAsync("TASK_FINISHED");
        (await ExitCodeAsync()).ShouldBe(0);
        Read("web.stdout").ShouldBe("hello ${USER} on 31000\ncorrect-horse");
        Read("pod.yaml").ShouldNotContain("correct-horse");
        Read("compose-executor.log").ShouldNotContain("correct-horse");
        File.Exists(Path.Combine(Sandbox, "secrets", "password")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_terminals_of_a_service_are_followed_too()
    {
        await LaunchAsync($$"""
            services:
              terminal:
                image: {{Engine.Busybox}}
                tty: true
                command: [sh, -c, "tty; echo done"]
            """);
        await UntilAsync("TASK_FINISHED");
        await ExitCodeAsync();
        Read("terminal.stdout").ShouldContain("/dev/pts/0");
    }

    private static bool IsHealthUpdate(TimelineEntry entry, bool healthy) =>
        entry is { Kind: TimelineKind.UpdateAccepted, State: "TASK_RUNNING", Detail.ValueKind: JsonValueKind.Object }
        && entry.Detail.TryGetProperty("healthy", out var value) && value.GetBoolean() == healthy;
}
