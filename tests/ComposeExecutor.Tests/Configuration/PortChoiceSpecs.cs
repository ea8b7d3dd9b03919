using ComposeExecutor.Configuration;

namespace ComposeExecutor.Tests.Configuration;

public sealed class PortChoiceSpecs : IDisposable
{
    private readonly ConfigurationFixture configuration = new();

    public void Dispose() => configuration.Dispose();

    [Theory]
    [InlineData("pod.ports.web.80", "http", "web", 80, "tcp")]
    [InlineData("pod.ports.front.end.80/tcp", "0", "front.end", 80, "tcp")]
    [InlineData("pod.ports.dns.53/UDP", "1", "dns", 53, "udp")]
    public void A_label_chooses_an_offered_port_for_a_published_one(string key, string value, string service, int target, string protocol) =>
        configuration.Label($"org.example.config.{key}", value).Settings().Pod.Ports.ShouldHaveSingleItem()
            .ShouldBe(new PortChoice(service, target, protocol, value, $"label org.example.config.{key}: {key}"));

    [Fact]
    public void A_file_chooses_in_sections_and_a_label_overrides_it()
    {
        var ports = configuration.Task("pod: {ports: {web: {80: http, 81: 3}}}").Label("config.pod.ports.web.81", "4").Settings().Pod.Ports;

        ports.Select(port => $"{port.Service}:{port.Target}={port.Offered}").ShouldBe(["web:80=http", "web:81=4"]);
    }

    [Theory]
    [InlineData("pod.ports.web", "0")]
    [InlineData("pod.ports.web.http", "0")]
    [InlineData("pod.ports.web.0", "0")]
    [InlineData("pod.ports.web.65536", "0")]
    [InlineData("pod.ports.web.80/icmp", "0")]
    [InlineData("pod.ports.web.80", " ")]
    public void What_chooses_nothing_is_a_problem(string key, string value) =>
        configuration.Label($"config.{key}", value).Problems().ShouldHaveSingleItem()
            .ShouldBe($"label config.{key}: {key}: '{value}' must give a published port, as in pod.ports.web.80 or pod.ports.dns.53/udp, the index of an offered port, counted from 0, or its name");

    [Fact]
    public void The_section_alone_is_a_problem() =>
        configuration.Label("config.pod.ports", "80").Problems().ShouldHaveSingleItem()
            .ShouldBe("label config.pod.ports: pod.ports is a section, not a key; it takes keys such as pod.ports.web.80");

    [Theory]
    [InlineData("pod.ports")]
    [InlineData("pod.ports.web")]
    [InlineData("pod")]
    public void The_operator_can_lock_choices(string locked) =>
        configuration.Operator($"locked: [{locked}]").Label("config.pod.ports.web.80", "1").Problems().ShouldHaveSingleItem()
            .ShouldContain("pod.ports.web.80 is locked by the operator");
}
