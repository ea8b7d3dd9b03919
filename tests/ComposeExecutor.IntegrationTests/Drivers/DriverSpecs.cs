using Chaos.Engines;
using CliWrap;
using CliWrap.Buffered;

namespace ComposeExecutor.IntegrationTests.Drivers;

/// <summary>
/// Volumes and networks of drivers other than the engine's usual ones, on an engine that nobody else uses: plugins and interfaces of a
/// host are seen by all its engines.
/// </summary>
public sealed class DriverSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("drivers-").FullName;

    [Fact]
    public async Task A_volume_of_a_plugin_is_made_with_its_options_mounted_written_to_and_removed_with_the_pod()
    {
        await using var plugin = await VolumePlugin.StartAsync();
        await using var engine = await OwnEngine.StartAsync(new OwnEngineOptions { PluginFolder = plugin.Sockets });
        // The plugin keeps the data: a volume that stays in the end shows where the service wrote it.
        var run = await RunAsync(engine, $$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "cat /data/greeting; echo; echo written > /kept/file"]
                volumes: ["data:/data", "kept:/kept"]
            volumes:
              data: { driver: {{plugin.Driver}}, driver_opts: { greeting: hello from the plugin } }
              kept: { name: kept, external: true }
            """,
            before: () => engine.DockerAsync("volume", "create", "--driver", plugin.Driver, "--opt", "greeting=x", "kept"));

        run.ExitCode.ShouldBe(0, run.StandardError);
        run.StandardOutput.ShouldBe("web | hello from the plugin\n");
        File.ReadAllText(Path.Combine(plugin.Folder, "kept", "file")).ShouldBe("written\n");
        plugin.Calls.ShouldContain("create drivers_data");
        plugin.Calls.Where(call => call.EndsWith(" drivers_data", StringComparison.Ordinal))
            .ShouldBe(["create drivers_data", "mount drivers_data", "unmount drivers_data", "remove drivers_data"]);
        plugin.Calls.ShouldNotContain("remove kept");
        (await engine.DockerAsync("volume", "ls", "--quiet")).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task A_plugin_that_refuses_a_volume_is_told_in_its_own_words_and_nothing_is_left()
    {
        await using var plugin = await VolumePlugin.StartAsync();
        await using var engine = await OwnEngine.StartAsync(new OwnEngineOptions { PluginFolder = plugin.Sockets });

        var run = await RunAsync(engine, $$"""
            services:
              web: { image: "{{Engine.Busybox}}", volumes: ["data:/data"] }
            volumes: { data: { driver: {{plugin.Driver}} } }
            """);

        run.ExitCode.ShouldBe(1);
        run.StandardError.ShouldContain("a greeting is missing");
        await ShouldHaveNothingLeftAsync(engine);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("compose")]
    public async Task A_network_of_another_driver_connects_the_pod_with_what_is_on_its_parent_interface(string mode)
    {
        await using var engine = await OwnEngine.StartAsync();
        await InNetworkOfAsync(engine, "ip link add parent type veth peer name outside");
        await InNetworkOfAsync(engine, "ip link set parent up && ip link set outside up && ip address add 10.77.0.1/24 dev outside");
        var driver = await DriverOfKernelAsync(engine);

        var run = await RunAsync(engine, $$"""
            services:
              web:
                image: {{Engine.Busybox}}
                command: [sh, -c, "ip -4 addr show | grep -o '10.77.0.[0-9]*/'; ping -c 1 -W 10 10.77.0.1 > /dev/null && echo reached"]
                networks: { edge: { ipv4_address: 10.77.0.20 } }
            networks:
              edge:
                driver: {{driver}}
                driver_opts: { parent: parent }
                ipam: { config: [{ subnet: 10.77.0.0/24, gateway: 10.77.0.254 }] }
            """, "--label", $"config.pod.network={mode}");

        run.ExitCode.ShouldBe(0, run.StandardError);
        run.StandardOutput.ShouldBe("web | 10.77.0.20/\nweb | reached\n");
        await ShouldHaveNothingLeftAsync(engine);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<BufferedCommandResult> RunAsync(OwnEngine engine, string compose, params string[] arguments) => RunAsync(engine, compose, null, arguments);

    private async Task<BufferedCommandResult> RunAsync(OwnEngine engine, string compose, Func<Task>? before, params string[] arguments)
    {
        if (before is not null)
            await before();
        File.WriteAllText(Path.Combine(_folder, "compose.yml"), compose);
        return await CliWrap.Cli.Wrap(Executable.Path).WithArguments(["run", "--name", "drivers", "-f", "compose.yml", .. arguments]).WithWorkingDirectory(_folder)
            .WithEnvironmentVariables(variables => variables.Set("DOCKER_HOST", engine.Host))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }

    // Kernels have one, the other, or both.
    private static async Task<string> DriverOfKernelAsync(OwnEngine engine)
    {
        try
        {
            await InNetworkOfAsync(engine, "ip link add link parent name probe type macvlan && ip link delete probe");
            return "macvlan";
        }
        catch (CliWrap.Exceptions.CommandExecutionException)
        {
            await InNetworkOfAsync(engine, "ip link add link parent name probe type ipvlan && ip link delete probe");
            return "ipvlan";
        }
    }

    private static Task InNetworkOfAsync(OwnEngine engine, string script) =>
        CliWrap.Cli.Wrap("nsenter").WithArguments([$"--net={engine.Network}", "sh", "-c", script]).ExecuteBufferedAsync();

    private static async Task ShouldHaveNothingLeftAsync(OwnEngine engine)
    {
        (await engine.DockerAsync("ps", "--all", "--quiet")).ShouldBeEmpty();
        (await engine.DockerAsync("volume", "ls", "--quiet")).ShouldBeEmpty();
        (await engine.DockerAsync("network", "ls", "--quiet", "--filter", "type=custom")).ShouldBeEmpty();
    }
}
