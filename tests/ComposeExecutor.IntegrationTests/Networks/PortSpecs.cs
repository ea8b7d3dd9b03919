using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ComposeExecutor.IntegrationTests.Lives;

namespace ComposeExecutor.IntegrationTests.Networks;

/// <summary>Published ports on the real engine: what answers where, and what services and the framework are told of it.</summary>
public sealed class PortSpecs : PodTest
{
    // The image's busybox has no UDP server. Every Debian has Perl.
    private const string UdpServer = """
        use IO::Socket::INET;
        my $socket = IO::Socket::INET->new(LocalPort => 8000, Proto => "udp") or die;
        while (defined $socket->recv(my $asked, 100)) { $socket->send("api-udp\n"); }
        """;

    // Every service answers with its own name, and tells what it was told of the ports.
    private static readonly string Pod = $$"""
        x-web: &web
          image: {{Engine.Busybox}}
          init: true
          healthcheck: &answers { test: [CMD, wget, -q, -O, /dev/null, "http://127.0.0.1:{0}/"], interval: 200ms, retries: 50 }
        services:
          api:
            <<: *web
            command: [sh, -c, "echo api > /www/index.html; httpd -p 8000 -h /www; exec /usr/bin/perl /udp.pl"]
            healthcheck: { <<: *answers, test: [CMD-SHELL, "netstat -lnu | grep -q :8000"] }
            volumes: ["./udp.pl:/udp.pl:ro", "/usr:/usr:ro", "/lib:/lib:ro", "/lib64:/lib64:ro"]
            ports:
              - { target: 8000, published: "8000", protocol: tcp, name: rest, app_protocol: http }
              - { target: 8000, published: "8000", protocol: udp, mode: host }
          web:
            <<: *web
            command: [sh, -c, "env | grep ^POD_PORT_ | sort > /www/ports; echo web > /www/index.html; httpd -p {1} -h /www; exec httpd -f -p {0} -h /www"]
            ports:
              - "80:{0}"
              - "127.0.0.1:81:{1}"
              - "[::1]:81:{1}"
        """;

    [Theory]
    [InlineData("shared", "8001", "8002")]
    [InlineData("compose", "8000", "8002")]
    public async Task Every_published_port_answers_where_it_was_put_and_all_are_told(string network, string web, string local)
    {
        var ports = FreePorts.Take(4);
        Write("udp.pl", UdpServer);
        Write("compose.yml", Pod.Replace("{0}", web, StringComparison.Ordinal).Replace("{1}", local, StringComparison.Ordinal));
        var task = Task(ports);
        await LaunchAsync(task with
        {
            PortNames = ["spare", "rest", "http", "local"],
            Labels = task.Labels.Append(new("config.pod.network", network)).Append(new($"config.pod.ports.web.{web}", "2")).ToDictionary(),
        });

        var running = await UntilAsync("TASK_RUNNING");

        // The entry's name, the label's choice, and then the next in order: one port for two addresses.
        var (rest, http, first) = (ports[1], ports[2], ports[0]);
        (await GetAsync($"http://127.0.0.1:{rest}/")).ShouldBe("api\n");
        (await AskByUdpAsync(rest)).ShouldBe("api-udp\n");
        (await GetAsync($"http://127.0.0.1:{http}/")).ShouldBe("web\n");
        (await GetAsync($"http://127.0.0.1:{first}/")).ShouldBe("web\n");
        (await GetAsync($"http://[::1]:{first}/")).ShouldBe("web\n");
        await Should.ThrowAsync<HttpRequestException>(() => GetAsync($"http://127.0.0.2:{first}/"));
        await Should.ThrowAsync<HttpRequestException>(() => GetAsync($"http://127.0.0.1:{ports[3]}/"));

        (await GetAsync($"http://127.0.0.1:{http}/ports")).ShouldBe(
            $"POD_PORT_API_8000={rest}\nPOD_PORT_API_8000_UDP={rest}\nPOD_PORT_WEB_{web}={http}\nPOD_PORT_WEB_{local}={first}\n");
        Labels(running).ShouldBe([$"pod.ports.api.8000={rest}", $"pod.ports.api.8000/udp={rest}", $"pod.ports.web.{web}={http}", $"pod.ports.web.{local}={first}"]);
        Mappings(running).ShouldBe([$"{rest}:8000/tcp", $"{rest}:8000/udp", $"{http}:{web}/tcp", $"{first}:{local}/tcp"], ignoreOrder: true);
        Read("pod.yaml").ShouldContain($"# Port {local}/tcp of service 'web' is port {first} of 127.0.0.1.");

        await KillAsync();
    }

    [Fact]
    public async Task A_range_of_ports_takes_as_many_offered_ones_and_each_answers()
    {
        var ports = FreePorts.Take(2);
        await LaunchAsync($$"""
            services:
              web:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "echo web > /www/index.html; httpd -p 7001 -h /www; exec httpd -f -p 7000 -h /www"]
                healthcheck: { test: [CMD, wget, -q, -O, /dev/null, "http://127.0.0.1:7000/"], interval: 200ms, retries: 50 }
                ports: ["9000-9001:7000-7001"]
            """, ports);
        await UntilAsync("TASK_RUNNING");

        foreach (var port in ports)
            (await GetAsync($"http://127.0.0.1:{port}/")).ShouldBe("web\n");
        await KillAsync();
    }

    [Fact]
    public async Task A_port_that_the_engine_chooses_is_told_by_the_labels_and_has_no_variable()
    {
        Write("compose.yml", $$"""
            services:
              web:
                image: {{Engine.Busybox}}
                init: true
                command: [sh, -c, "echo \"[$$POD_PORT_WEB_80]\" > /www/index.html; exec httpd -f -p 80 -h /www"]
                healthcheck: { test: [CMD, wget, -q, -O, /dev/null, "http://127.0.0.1:80/"], interval: 200ms, retries: 50 }
                ports: ["80"]
            """);
        var task = Task();
        await LaunchAsync(task with { Labels = task.Labels.Append(new("config.pod.ephemeralports", "true")).ToDictionary() });
        var running = await UntilAsync("TASK_RUNNING");

        var label = Labels(running).ShouldHaveSingleItem();
        label.ShouldStartWith("pod.ports.web.80=");
        var port = label["pod.ports.web.80=".Length..];
        (await GetAsync($"http://127.0.0.1:{port}/")).ShouldBe("[]\n");
        Mappings(running).ShouldBe([$"{port}:80/tcp"]);
        await KillAsync();
    }

    [Fact]
    public async Task A_label_for_a_port_that_nothing_publishes_fails_the_task_with_what_is_published()
    {
        Write("compose.yml", $$"""
            services:
              web: { image: "{{Engine.Busybox}}", ports: ["80"] }
            """);
        var task = Task(FreePorts.Take(1));
        await LaunchAsync(task with { Labels = task.Labels.Append(new("config.pod.ports.web.8080", "0")).ToDictionary() });

        var failed = await UntilAsync("TASK_FAILED");
        Reason(failed).ShouldBe("REASON_TASK_INVALID");
        Message(failed).ShouldBe(
            "label config.pod.ports.web.8080: pod.ports.web.8080: the compose files publish no port 8080/tcp of a service 'web'; they publish web:80/tcp.");
        await ExitCodeAsync();
    }

    private static IEnumerable<string> Labels(JsonElement status) =>
        status.GetProperty("labels").GetProperty("labels").EnumerateArray()
            .Select(label => $"{label.GetProperty("key").GetString()}={label.GetProperty("value").GetString()}")
            .Where(label => label.StartsWith("pod.ports.", StringComparison.Ordinal));

    private static IEnumerable<string> Mappings(JsonElement status) =>
        from network in status.GetProperty("container_status").GetProperty("network_infos").EnumerateArray()
        from mapping in network.GetProperty("port_mappings").EnumerateArray()
        select $"{mapping.GetProperty("host_port")}:{mapping.GetProperty("container_port")}/{mapping.GetProperty("protocol").GetString()}";

    private static async Task<string> GetAsync(string address)
    {
        using var http = new HttpClient { Timeout = Deadline };
        return await http.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken);
    }

    private static async Task<string> AskByUdpAsync(int port)
    {
        using var udp = new UdpClient();
        udp.Connect(IPAddress.Loopback, port);
        using var deadline = new CancellationTokenSource(Deadline);
        await udp.SendAsync(new byte[] { (byte)'?', (byte)'\n' }, deadline.Token);
        return Encoding.UTF8.GetString((await udp.ReceiveAsync(deadline.Token)).Buffer);
    }
}
