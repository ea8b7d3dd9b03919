using Chaos.Engines;
using CliWrap;
using CliWrap.Buffered;

namespace ComposeExecutor.IntegrationTests.Networks;

public sealed class SubnetSpecs
{
    [Fact]
    public async Task A_pod_runs_where_the_engine_has_no_subnet_left_to_give()
    {
        // Its own default bridge takes the only one.
        await using var engine = await OwnEngine.StartAsync(new OwnEngineOptions { AddressPool = "base=10.99.7.0/28,size=28" });
        var folder = Directory.CreateTempSubdirectory("subnets-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "compose.yml"), $$"""
                services:
                  web:
                    image: {{Engine.Busybox}}
                    command: [sh, -c, "ip -4 addr show | grep -c 'inet 198.1[89]'"]
                    networks: [front, back]
                networks: { front: {}, back: {} }
                """);

            var run = await CliWrap.Cli.Wrap(Executable.Path).WithArguments(["run", "-f", "compose.yml"]).WithWorkingDirectory(folder)
                .WithEnvironmentVariables(variables => variables.Set("DOCKER_HOST", engine.Host))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

            run.ExitCode.ShouldBe(0, run.StandardError);
            run.StandardOutput.ShouldBe("web | 2\n");
            run.StandardError.ShouldContain("the pod's networks get theirs out of 198.18.0.0/15 (pod.subnets)");
            (await engine.DockerAsync("network", "ls", "--quiet", "--filter", "type=custom")).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
