using System.Text.Json;

namespace ComposeExecutor.IntegrationTests.Cli;

public sealed class ConfigSpecs : CommandTest
{
    [Fact]
    public async Task Every_setting_is_printed_with_its_value_and_where_it_comes_from()
    {
        Write("config.yaml", "pod:\n  stopgrace: 7s\n");

        var config = await RunAsync("config", "--file", Path.Combine(Folder, "none.yaml"), "--sandbox", Folder, "-l", "config.pod.network=host");

        (await config.ExitCodeAsync()).ShouldBe(0);
        var lines = config.Output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        lines.ShouldContain($"pod.stopgrace 7s {Folder}/config.yaml:2");
        lines.ShouldContain("pod.network host label config.pod.network");
        lines.ShouldContain("pod.keepvolumes false default");
    }

    [Fact]
    public async Task All_that_is_not_allowed_is_told_at_once_with_exit_code_2()
    {
        Write("config.yaml", "pod:\n  network: rings\n  stopgrace: soon\n");

        var config = await RunAsync("config", "--file", Path.Combine(Folder, "none.yaml"), "--sandbox", Folder);

        (await config.ExitCodeAsync()).ShouldBe(2);
        config.Error.ShouldContain("config.yaml:2: pod.network: 'rings' is not one of");
        config.Error.ShouldContain("config.yaml:3: pod.stopgrace: 'soon' is not a duration");
    }

    [Fact]
    public async Task The_schema_is_json()
    {
        var config = await RunAsync("config", "--schema");

        JsonDocument.Parse(config.Output).RootElement.GetProperty("properties").GetProperty("pod").GetProperty("properties").GetProperty("network")
            .GetProperty("enum").GetArrayLength().ShouldBe(5);
    }
}
