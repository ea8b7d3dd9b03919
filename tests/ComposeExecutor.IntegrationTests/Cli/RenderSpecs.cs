namespace ComposeExecutor.IntegrationTests.Cli;

public sealed class RenderSpecs : CommandTest
{
    [Fact]
    public async Task Several_files_become_one_pod_with_ports_of_the_offer_and_nothing_runs()
    {
        Write("a.yml", "services: {web: {image: 'x:${TAG}', ports: ['80:8080', '8443']}}");
        Write("b.yml", "services: {web: {environment: {A: b}}, db: {image: y, restart: always}}");

        var render = await RunAsync("render", "-f", "a.yml", "-f", "b.yml", "-e", "TAG=1.2", "--ports", "31000-31010", "--name", TaskId);

        (await render.ExitCodeAsync()).ShouldBe(0, render.Error);
        render.Output.ShouldContain("# Port 8080/tcp of service 'web' is port 31000 of the host.");
        render.Output.ShouldContain("image: \"x:1.2\"");
        render.Output.ShouldContain("published: \"31001\"");
        render.Output.ShouldContain("A: b");
        render.Output.ShouldNotContain("restart: always");
    }

    [Fact]
    public async Task What_is_rendered_is_a_compose_file_again()
    {
        Write("compose.yml", "services: {web: {image: x, command: ['echo', '$$HOME', 'on', '1e3'], ports: ['80']}}");
        var first = await RunAsync("render", "--name", TaskId);
        Write("pod.yml", first.Output);

        var second = await RunAsync("render", "-f", "pod.yml", "--name", TaskId);

        (await second.ExitCodeAsync()).ShouldBe(0, second.Error);
        second.Output.ShouldContain("- \"1e3\"");
        second.Output.ShouldContain("- $$HOME");
    }

    [Fact]
    public async Task Limits_of_block_devices_are_read_again_as_they_were_written()
    {
        Write("compose.yml", """
            services:
              web:
                image: x
                blkio_config:
                  weight_device: [{ path: /dev/sda, weight: 400 }]
                  device_read_bps: [{ path: /dev/sdb, rate: 12mb }]
                  device_read_iops: [{ path: /dev/sdb, rate: 120 }]
                  device_write_bps: [{ path: /dev/sdb, rate: 1024k }]
                  device_write_iops: [{ path: /dev/sdb, rate: 30 }]
            """);
        var first = await RunAsync("render", "--name", TaskId);
        Write("pod.yml", first.Output);

        var second = await RunAsync("render", "-f", "pod.yml", "--name", TaskId);

        (await second.ExitCodeAsync()).ShouldBe(0, second.Error);
        Limits(second.Output).ShouldBe(Limits(first.Output));
        Limits(second.Output).ShouldContain("rate: \"12582912\"");
    }

    [Theory]
    [InlineData("services: {web: {image: x, imag: y}}", "imag")]
    [InlineData("services: {web: {image: x, ports: ['1', '2', '3']}}", "1 missing")]
    [InlineData("services: {web: {image: x, scale: 2, container_name: y}}", "container_name")]
    public async Task What_cannot_be_a_pod_ends_with_2_and_the_reason(string compose, string mentioned)
    {
        Write("compose.yml", compose);

        var render = await RunAsync("render", "--ports", "31000-31001");

        (await render.ExitCodeAsync()).ShouldBe(2);
        render.Error.ShouldStartWith("error: ");
        render.Error.ShouldContain(mentioned);
    }

    // The lines of the pod's file that are about block devices: all that is further in than the field itself.
    private static string Limits(string pod) =>
        string.Join('\n', pod.Split('\n').SkipWhile(line => !line.StartsWith("    blkio_config:", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal)));
}
