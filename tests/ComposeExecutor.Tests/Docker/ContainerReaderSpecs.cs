using System.Text.Json;
using ComposeExecutor.Docker;

namespace ComposeExecutor.Tests.Docker;

public sealed class ContainerReaderSpecs
{
    [Fact]
    public void A_running_container_is_read_with_its_health_addresses_and_ports()
    {
        var container = Read("""
            {
              "Id": "abc", "Name": "/pod-web-1",
              "Config": {
                "Labels": { "com.docker.compose.service": "web" }, "Tty": true, "StopSignal": "SIGQUIT",
                "Healthcheck": { "Test": ["CMD", "true"] }
              },
              "State": { "Status": "running", "Health": { "Status": "healthy", "Log": [{ "Output": "old" }, { "Output": " fine\n" }] } },
              "NetworkSettings": {
                "Networks": { "a": { "IPAddress": "172.18.0.2" }, "b": { "IPAddress": "" } },
                "Ports": {
                  "80/tcp": [{ "HostIp": "0.0.0.0", "HostPort": "31000" }, { "HostIp": "::", "HostPort": "31000" }],
                  "81/tcp": null
                }
              }
            }
            """);

        container.Id.ShouldBe("abc");
        container.Name.ShouldBe("pod-web-1");
        container.Service.ShouldBe("web");
        container.State.ShouldBe(ContainerState.Running);
        container.Health.ShouldBe(ContainerHealth.Healthy);
        container.HealthOutput.ShouldBe("fine");
        container.HasHealthCheck.ShouldBeTrue();
        container.HasTerminal.ShouldBeTrue();
        container.StopSignal.ShouldBe("SIGQUIT");
        container.Addresses.ShouldBe(["172.18.0.2"]);
        container.Ports.ShouldBe([new PublishedPort(80, "tcp", 31000)]);
    }

    [Theory]
    [InlineData("created", ContainerState.Created)]
    [InlineData("running", ContainerState.Running)]
    [InlineData("paused", ContainerState.Running)]
    [InlineData("restarting", ContainerState.Running)]
    [InlineData("removing", ContainerState.Gone)]
    [InlineData("exited", ContainerState.Exited)]
    [InlineData("dead", ContainerState.Exited)]
    public void Every_status_of_the_engine_has_a_meaning(string status, ContainerState state) =>
        Read($$"""{"State": {"Status": "{{status}}", "ExitCode": 3, "OOMKilled": true} }""").State.ShouldBe(state);

    [Fact]
    public void What_is_needed_to_tell_runs_apart_and_to_explain_an_end_is_read()
    {
        var container = Read("""
            {
              "HostConfig": { "Memory": 67108864, "CgroupParent": "/mesos/x" },
              "State": { "Status": "exited", "Paused": true, "StartedAt": "2026-01-02T03:04:05.123456789Z", "FinishedAt": "2026-01-02T03:04:15.123456789Z" }
            }
            """);

        container.Run.ShouldBe("2026-01-02T03:04:05.123456789Z");
        container.RanFor.ShouldBe(TimeSpan.FromSeconds(10));
        container.Paused.ShouldBeTrue();
        container.MemoryLimit.ShouldBe(64 << 20);
        container.CgroupParent.ShouldBe("/mesos/x");
    }

    [Fact]
    public void A_container_that_has_not_run_has_no_run_and_one_that_runs_has_not_run_for_any_time()
    {
        Read("""{"State": {"Status": "created", "StartedAt": "0001-01-01T00:00:00Z", "FinishedAt": "0001-01-01T00:00:00Z"} }""").Run.ShouldBeEmpty();
        Read("""{"State": {"Status": "running", "StartedAt": "2026-01-02T03:04:05Z", "FinishedAt": "2026-01-02T03:00:00Z"} }""").RanFor.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("""["NONE"]""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_disabled_health_check_is_none(string test) =>
        Read($$"""{"Config": {"Healthcheck": {"Test": {{test}} } } }""").HasHealthCheck.ShouldBeFalse();

    [Fact]
    public void Fields_of_another_type_count_as_absent()
    {
        var container = Read("""{"Id": 7, "Config": [], "State": {"Status": 1, "ExitCode": "x", "Health": "y"}, "NetworkSettings": {"Ports": {"x": [1], "80": 3, "99999/tcp": []}}}""");

        container.Id.ShouldBe("asked");
        container.ExitCode.ShouldBe(0);
        container.Health.ShouldBe(ContainerHealth.None);
        container.Ports.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("""{"State":null}""")]
    [InlineData("""{"NetworkSettings":{"Networks":[1]}}""")]
    [InlineData("""{"Config":{"Labels":"x"}}""")]
    public void No_shape_of_an_answer_makes_it_throw(string json) => Read(json).Id.ShouldBe("asked");

    private static ContainerSnapshot Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ContainerReader.Read("asked", document.RootElement);
    }
}
