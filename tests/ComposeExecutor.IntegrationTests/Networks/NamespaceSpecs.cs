using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Networks;

/// <summary>What services share by <c>pod.share</c>, seen from inside their containers.</summary>
public sealed class NamespaceSpecs : PodTest
{
    [Fact]
    public async Task Services_that_share_processes_see_each_other_and_no_orphan_stays_a_zombie()
    {
        await LaunchAsync("net,pid", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "12345"] }
              orphans:
                image: {{Engine.Busybox}}
                command:
                  - sh
                  - -c
                  - |
                    for i in 1 2 3 4 5; do (sleep 0.1 & exec true); done
                    sleep 1
                    ps -o pid,stat,args
                    echo zombies: $$(ps -o stat,args | grep -c '^Z')
                    exec sleep 1000
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("orphans.stdout", "\nzombies: ");

        var processes = Read("orphans.stdout");
        processes.ShouldContain("/pause");
        processes.ShouldContain("sleep 12345");
        processes.ShouldEndWith("zombies: 0\n");
        await KillAsync();
    }

    [Fact]
    public async Task Processes_of_a_pod_that_shares_them_end_with_its_infra_container()
    {
        await LaunchAsync("net,pid", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", command: [sh, -c, "trap '' TERM; while :; do sleep 1; done"] }
            """);
        await UntilAsync("TASK_RUNNING");

        await Engine.KillAsync((await Engine.ContainerAsync(TaskId, "infra")).ID, "SIGTERM");

        await UntilAsync("TASK_FAILED");
        (await ExitCodeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Services_that_share_ipc_have_one_shared_memory_as_large_as_the_largest_asked_for()
    {
        await LaunchAsync("net,ipc", $$"""
            services:
              writer:
                image: {{Engine.Busybox}}
                init: true
                shm_size: 8m
                command: [sh, -c, "echo hello > /dev/shm/word; exec sleep 1000"]
                healthcheck: { test: [CMD, test, -e, /dev/shm/word], interval: 200ms }
              reader:
                image: {{Engine.Busybox}}
                init: true
                shm_size: 32m
                depends_on: { writer: { condition: service_healthy } }
                command: [sh, -c, "cat /dev/shm/word; df -m /dev/shm | tail -1 | awk '{ print $$2 }'; exec sleep 1000"]
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("reader.stdout", "32");

        Read("reader.stdout").ShouldBe("hello\n32\n");
        await KillAsync();
    }

    [Fact]
    public async Task A_namespace_that_a_service_asks_for_itself_is_its_own()
    {
        await LaunchAsync("net,ipc,pid", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sleep, "12345"] }
              alone: { image: "{{Engine.Busybox}}", init: true, ipc: private, command: [sh, -c, "echo shm: $$(ls /dev/shm | wc -l); exec sleep 1000"] }
              host: { image: "{{Engine.Busybox}}", pid: host, command: [sh, -c, "ps -o args | grep -c 'sleep 1234[5]' ; exec sleep 1000"] }
            """);
        await UntilAsync("TASK_RUNNING");

        (await Engine.ContainerAsync(TaskId, "alone")).HostConfig!.IpcMode.ShouldBe("private");
        (await Engine.ContainerAsync(TaskId, "host")).HostConfig!.PidMode.ShouldBe("host");
        var infra = (await Engine.ContainerAsync(TaskId, "infra")).ID;
        (await Engine.ContainerAsync(TaskId, "web")).HostConfig!.PidMode.ShouldBe($"container:{infra}");
        Agent.Kill(TaskId, TimeSpan.Zero);
        await UntilAsync("TASK_KILLED");
        await ExitCodeAsync();
    }

    [Fact]
    public async Task Without_the_network_among_them_each_service_has_the_files_networks()
    {
        await LaunchAsync("ipc", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", init: true, command: [sh, -c, "echo web > /www/index.html; exec httpd -f -p 80 -h /www"], healthcheck: { test: [CMD, wget, -q, -O, /dev/null, "http://web/"], interval: 200ms } }
              client: { image: "{{Engine.Busybox}}", command: [sh, -c, "wget -q -O - http://web/; ip -o link | grep -c eth0; cat /dev/shm/none 2>/dev/null; exec sleep 1000"], init: true, depends_on: { web: { condition: service_healthy } } }
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("client.stdout", "1\n");

        Read("client.stdout").ShouldBe("web\n1\n");
        (await Engine.ContainerAsync(TaskId, "infra")).HostConfig!.NetworkMode.ShouldBe("none");
        await KillAsync();
    }

    private async Task LaunchAsync(string share, string compose)
    {
        Write("compose.yml", compose);
        await LaunchAsync(Task() with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["config.pod.share"] = share } });
    }
}
