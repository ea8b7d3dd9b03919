using System.Globalization;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Networks;

/// <summary>Every <c>pod.network</c> on the real engine, and services with a network of their own beside others.</summary>
public sealed class NetworkModeSpecs : PodTest
{
    // Answers with its name on a port, and is healthy when it does.
    private static string Web(string name, int port, string more = "") => FormattableString.Invariant($$"""
              {{name}}:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "echo {{name}} > /www/index.html; exec httpd -f -p {{port}} -h /www"]
                healthcheck: { test: [CMD-SHELL, "netstat -lnt | grep -q :{{port}}"], interval: 200ms }
                {{more}}
            """);

    private static string Client(string command, string more = "") => $$"""
              client:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "{{command}}; echo done; exec sleep 1000"]
                {{more}}
            """;

    [Fact]
    public async Task In_the_hosts_network_services_listen_on_the_host_and_find_each_other_by_name()
    {
        var port = FreePorts.Take(1)[0];
        await LaunchAsync("host", [port], $$"""
            services:
            {{Web("web", port, FormattableString.Invariant($"ports: [\"{port}\"]"))}}
            {{Client($"wget -q -O - http://web:{port.ToString(CultureInfo.InvariantCulture)}/", "depends_on: { web: { condition: service_healthy } }")}}
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("client.stdout", "done");

        Read("client.stdout").ShouldBe("web\ndone\n");
        using var http = new HttpClient();
        (await http.GetStringAsync($"http://127.0.0.1:{port}/", TestContext.Current.CancellationToken)).ShouldBe("web\n");
        (await Engine.ContainersAsync(TaskId)).Count.ShouldBe(2);
        await KillAsync();
    }

    [Fact]
    public async Task Without_a_network_services_find_each_other_and_nothing_else()
    {
        await LaunchAsync("none", [], $$"""
            services:
            {{Web("web", 8000, "networks: { default: { aliases: [www] } }")}}
            {{Client("wget -q -O - http://web:8000/; wget -q -O - http://www:8000/; ls /sys/class/net", "depends_on: { web: { condition: service_healthy } }")}}
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("client.stdout", "done");

        Read("client.stdout").ShouldNotContain("eth0");
        Read("client.stdout").ShouldStartWith("web\nweb\n");
        await KillAsync();
    }

    [Fact]
    public async Task Beside_services_that_share_the_network_others_keep_one_of_their_own()
    {
        await LaunchAsync("shared", [], $$"""
            services:
            {{Web("web", 8000)}}
            {{Client("wget -q -O - http://web:8000/; hostname", "depends_on: { web: { condition: service_healthy } }")}}
              joined: { image: "{{Engine.Busybox}}", network_mode: "service:web", init: true, command: [sh, -c, "wget -q -O - http://localhost:8000/; exec sleep 1000"], depends_on: { web: { condition: service_healthy } } }
              alone: { image: "{{Engine.Busybox}}", network_mode: none, init: true, command: [sh, -c, "ls /sys/class/net | tr '\\n' ' '; exec sleep 1000"] }
              out: { image: "{{Engine.Busybox}}", network_mode: host, init: true, command: [sleep, "1000"] }
              bridged: { image: "{{Engine.Busybox}}", network_mode: bridge, init: true, command: [sleep, "1000"] }
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("client.stdout", "done");
        await UntilWrittenAsync("joined.stdout", "web");

        Read("client.stdout").ShouldStartWith("web\n");
        Read("alone.stdout").ShouldNotContain("eth0");
        (await Engine.ContainerAsync(TaskId, "out")).HostConfig!.NetworkMode.ShouldBe("host");
        (await Engine.ContainerAsync(TaskId, "bridged")).HostConfig!.NetworkMode.ShouldBe("bridge");
        Read("pod.yaml").ShouldContain("# Service 'out' keeps its own network_mode: host.");
        await KillAsync();
    }

    [Fact]
    public async Task A_shared_network_carries_addresses_and_options_of_every_network_of_its_services()
    {
        await LaunchAsync("shared", [], $$"""
            services:
            {{Web("web", 8000, "networks: { front: { ipv4_address: 10.97.1.7, aliases: [www] }, back: { mac_address: \"02:42:0a:61:02:09\" } }")}}
            {{Client("wget -q -O - http://www:8000/; ip -4 -o addr | awk '{ print $$4 }'; cat /sys/class/net/eth*/address", "networks: [back]\n    depends_on: { web: { condition: service_healthy } }")}}
            networks:
              front: { ipam: { config: [{ subnet: 10.97.1.0/24 }] }, driver_opts: { com.docker.network.driver.mtu: "1400" } }
              back: { internal: true, ipam: { config: [{ subnet: 10.97.2.0/24 }] } }
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("client.stdout", "done");

        var seen = Read("client.stdout");
        seen.ShouldStartWith("web\n");
        seen.ShouldContain("10.97.1.7/24");
        seen.ShouldContain("10.97.2.");
        seen.ShouldContain("02:42:0a:61:02:09");
        await KillAsync();
    }

    [Fact]
    public async Task On_an_external_network_outsiders_find_the_services_by_their_names_and_are_found_by_external_links()
    {
        var network = $"outside-{TaskId.ToLowerInvariant().Replace('.', '-')}";
        await using var outside = await Outsider.StartAsync(network);
        await LaunchAsync("shared", [], $$"""
            services:
            {{Web("web", 8000, "networks: { outside: { aliases: [store] } }")}}
            {{Client("wget -q -O - http://neighbour:9000/", $"networks: [outside]\n    external_links: [\"{outside.Container}:neighbour\"]")}}
            networks: { outside: { external: true, name: {{network}} } }
            """);
        await UntilAsync("TASK_RUNNING");
        await UntilWrittenAsync("client.stdout", "done");

        Read("client.stdout").ShouldStartWith("outsider\n");
        (await outside.AskAsync("http://store:8000/")).ShouldBe("web\n");
        (await outside.AskAsync("http://client:8000/")).ShouldBe("web\n");
        await KillAsync();
    }

    private async Task LaunchAsync(string network, IReadOnlyList<int> ports, string compose)
    {
        Write("compose.yml", compose);
        await LaunchAsync(Task(ports) with { Labels = new Dictionary<string, string> { ["fileName"] = "compose.yml", ["config.pod.network"] = network } });
    }
}
