using System.Net;
using ComposeExecutor.Mesos;

namespace ComposeExecutor.Tests.Mesos;

public sealed class AgentEnvironmentSpecs
{
    [Fact]
    public void What_an_agent_sets_is_read()
    {
        var environment = AgentEnvironment.Read(Variables(
            ("MESOS_SANDBOX", "/mnt/mesos/sandbox"),
            ("MESOS_SLAVE_PID", "slave(2)@10.0.0.1:5051"),
            ("MESOS_DOMAIN_SOCKET", "/run/agent.sock"),
            ("MESOS_CHECKPOINT", "1"),
            ("MESOS_RECOVERY_TIMEOUT", "20mins"),
            ("MESOS_SUBSCRIPTION_BACKOFF_MAX", "3secs"),
            ("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "1mins"),
            ("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "a.b.c")));

        environment.ShouldBe(new AgentEnvironment
        {
            FrameworkId = "framework",
            ExecutorId = "executor",
            AgentId = "agent",
            Directory = "/var/sandbox",
            Sandbox = "/mnt/mesos/sandbox",
            Endpoint = IPEndPoint.Parse("10.0.0.1:5051"),
            LibprocessPrefix = "slave(2)",
            DomainSocket = "/run/agent.sock",
            Checkpoint = true,
            RecoveryTimeout = TimeSpan.FromMinutes(20),
            SubscriptionBackoffMax = TimeSpan.FromSeconds(3),
            ShutdownGracePeriod = TimeSpan.FromMinutes(1),
            AuthenticationToken = "a.b.c",
        });
    }

    [Fact]
    public void What_an_agent_leaves_out_has_the_defaults_of_mesos()
    {
        var environment = AgentEnvironment.Read(Variables());

        environment.Sandbox.ShouldBe("/var/sandbox");
        environment.Api.ToString().ShouldBe("http://10.0.0.1:5051/slave(1)/api/v1/executor");
        environment.Checkpoint.ShouldBeFalse();
        environment.RecoveryTimeout.ShouldBe(TimeSpan.FromMinutes(15));
        environment.SubscriptionBackoffMax.ShouldBe(TimeSpan.FromSeconds(2));
        environment.ShutdownGracePeriod.ShouldBe(TimeSpan.FromSeconds(5));
        environment.AuthenticationToken.ShouldBeNull();
        environment.Tls.ShouldBeNull();
    }

    [Fact]
    public void All_problems_are_reported_together_by_the_names_of_the_variables()
    {
        var problems = Should.Throw<MesosEnvironmentException>(() => AgentEnvironment.Read(new Dictionary<string, string>
        {
            ["MESOS_EXECUTOR_ID"] = "",
            ["MESOS_AGENT_ENDPOINT"] = "here",
            ["MESOS_SLAVE_PID"] = "slave",
            ["MESOS_CHECKPOINT"] = "maybe",
            ["MESOS_RECOVERY_TIMEOUT"] = "15",
            ["MESOS_EXECUTOR_AUTHENTICATION_TOKEN"] = "a\nb",
            ["LIBPROCESS_SSL_ENABLED"] = "1",
            ["LIBPROCESS_SSL_CERT_FILE"] = "/cert.pem",
        })).Problems;

        problems.Select(problem => problem.Split(' ')[0]).ShouldBe(
            [
                "MESOS_DIRECTORY", "MESOS_FRAMEWORK_ID", "MESOS_EXECUTOR_ID", "MESOS_SLAVE_ID", "MESOS_AGENT_ENDPOINT", "MESOS_SLAVE_PID",
                "MESOS_CHECKPOINT", "MESOS_RECOVERY_TIMEOUT", "MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "LIBPROCESS_SSL_CERT_FILE",
            ]);
    }

    [Theory]
    [InlineData("[::1]:5051")]
    [InlineData("::1:5051")]
    public void An_IPv6_endpoint_may_have_brackets(string endpoint) =>
        AgentEnvironment.Read(Variables(("MESOS_AGENT_ENDPOINT", endpoint))).Endpoint
            .ShouldBe(new IPEndPoint(IPAddress.IPv6Loopback, 5051));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1:")]
    [InlineData("10.0.0.1:0")]
    [InlineData("10.0.0.1:65536")]
    [InlineData(":5051")]
    public void An_endpoint_is_an_address_and_a_port(string endpoint) =>
        Should.Throw<MesosEnvironmentException>(() => AgentEnvironment.Read(Variables(("MESOS_AGENT_ENDPOINT", endpoint))))
            .Message.ShouldContain(endpoint);

    [Fact]
    public void A_token_is_never_shown() =>
        AgentEnvironment.Read(Variables(("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "hush"))).ToString().ShouldNotContain("hush");

    [Fact]
    public void A_bad_token_is_not_shown_either() =>
        Should.Throw<MesosEnvironmentException>(
            () => AgentEnvironment.Read(Variables(("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "hush hush"))))
            .Message.ShouldNotContain("hush");

    [Theory]
    [InlineData("LIBPROCESS_SSL_", "VERIFY_SERVER_CERT")]
    [InlineData("LIBPROCESS_SSL_", "VERIFY_CERT")]
    [InlineData("LIBPROCESS_SSL_", "REQUIRE_CLIENT_CERT")]
    [InlineData("SSL_", "VERIFY_CERT")]
    public void Tls_is_configured_by_the_variables_of_libprocess(string prefix, string verify)
    {
        var environment = AgentEnvironment.Read(Variables(
            (prefix + "ENABLED", "true"),
            (prefix + verify, "1"),
            (prefix + "CA_FILE", "ca.pem"),
            (prefix + "CA_DIR", "ca"),
            (prefix + "CERT_FILE", "cert.pem"),
            (prefix + "KEY_FILE", "key.pem")));

        environment.Tls.ShouldBe(
            new AgentTls { CaFile = "ca.pem", CaDir = "ca", VerifyServer = true, CertFile = "cert.pem", KeyFile = "key.pem" });
        environment.Api.Scheme.ShouldBe("https");
    }

    [Fact]
    public void Names_shared_with_openssl_do_not_count_beside_the_new_switch() =>
        AgentEnvironment.Read(Variables(("LIBPROCESS_SSL_ENABLED", "1"), ("SSL_CERT_FILE", "/etc/ssl/bundle.pem")))
            .Tls!.CertFile.ShouldBeNull();

    [Fact]
    public void A_domain_socket_is_never_encrypted() =>
        AgentEnvironment.Read(Variables(("LIBPROCESS_SSL_ENABLED", "1"), ("MESOS_DOMAIN_SOCKET", "/run/agent.sock")))
            .Api.Scheme.ShouldBe("http");

    [Fact]
    public void Only_a_process_with_an_agent_is_an_executor()
    {
        AgentEnvironment.IsExecutor(Variables()).ShouldBeTrue();
        AgentEnvironment.IsExecutor(new Dictionary<string, string> { ["PATH"] = "/bin" }).ShouldBeFalse();
    }

    private static Dictionary<string, string> Variables(params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>
        {
            ["MESOS_FRAMEWORK_ID"] = "framework",
            ["MESOS_EXECUTOR_ID"] = "executor",
            ["MESOS_SLAVE_ID"] = "agent",
            ["MESOS_DIRECTORY"] = "/var/sandbox",
            ["MESOS_AGENT_ENDPOINT"] = "10.0.0.1:5051",
        };
        foreach (var (name, value) in more)
            variables[name] = value;
        return variables;
    }
}
