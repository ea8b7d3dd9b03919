using System.Globalization;

namespace AgentEmulator;

/// <summary>
/// The variables an agent sets for its executor (<c>executorEnvironment</c> in <c>src/slave/slave.cpp</c>, and its containerizer).
/// </summary>
internal static class ExecutorEnvironment
{
    public static IReadOnlyDictionary<string, string> Create(
        AgentOptions options, string sandbox, int port, string? token, TlsMaterial? tls)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        var environment = new Dictionary<string, string>
        {
            ["LIBPROCESS_IP"] = "127.0.0.1",
            ["LIBPROCESS_PORT"] = "0",
            ["MESOS_FRAMEWORK_ID"] = options.FrameworkId,
            ["MESOS_EXECUTOR_ID"] = options.ExecutorId,
            ["MESOS_SLAVE_ID"] = options.AgentId,
            ["MESOS_DIRECTORY"] = sandbox,
            ["MESOS_SANDBOX"] = sandbox,
            ["MESOS_AGENT_ENDPOINT"] = address,
            ["MESOS_SLAVE_PID"] = "slave(1)@" + address,
            ["MESOS_CHECKPOINT"] = options.Checkpoint ? "1" : "0",
            ["MESOS_HTTP_COMMAND_EXECUTOR"] = "0",
            ["MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD"] = MesosDuration.Format(options.ExecutorShutdownGracePeriod),
        };

        if (options.DomainSocket is not null)
            environment["MESOS_DOMAIN_SOCKET"] = options.DomainSocket;

        if (options.Checkpoint)
        {
            environment["MESOS_RECOVERY_TIMEOUT"] = MesosDuration.Format(options.RecoveryTimeout);
            environment["MESOS_SUBSCRIPTION_BACKOFF_MAX"] = MesosDuration.Format(options.SubscriptionBackoffMax);
        }

        if (token is not null)
            environment["MESOS_EXECUTOR_AUTHENTICATION_TOKEN"] = token;

        if (tls is not null)
        {
            environment["LIBPROCESS_SSL_ENABLED"] = "true";
            environment["LIBPROCESS_SSL_CERT_FILE"] = tls.CertificateFile;
            environment["LIBPROCESS_SSL_KEY_FILE"] = tls.KeyFile;
            environment["LIBPROCESS_SSL_CA_FILE"] = tls.AuthorityFile;
            environment["LIBPROCESS_SSL_VERIFY_SERVER_CERT"] = "true";
            environment["LIBPROCESS_SSL_REQUIRE_CLIENT_CERT"] = options.Tls!.RequireClientCertificate ? "true" : "false";
            environment["LIBPROCESS_SSL_HOSTNAME_VALIDATION_SCHEME"] = "openssl";
            environment["LIBPROCESS_SSL_SUPPORT_DOWNGRADE"] = "false";
        }

        foreach (var (name, value) in options.CommandEnvironment)
            environment[name] = value;

        return environment;
    }
}
