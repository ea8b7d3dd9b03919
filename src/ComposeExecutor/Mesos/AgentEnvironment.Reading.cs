using System.Globalization;
using System.Net;

namespace ComposeExecutor.Mesos;

public sealed partial record AgentEnvironment
{
    /// <summary>Reads the environment of a process that an agent started.</summary>
    /// <exception cref="MesosEnvironmentException">Variables are missing or malformed; the message names all of them.</exception>
    public static AgentEnvironment Read(IReadOnlyDictionary<string, string> variables)
    {
        var reading = new Reading(variables);
        var directory = reading.Required("MESOS_DIRECTORY");
        var environment = new AgentEnvironment
        {
            FrameworkId = reading.Required("MESOS_FRAMEWORK_ID"),
            ExecutorId = reading.Required("MESOS_EXECUTOR_ID"),
            AgentId = reading.Required("MESOS_SLAVE_ID"),
            Directory = directory,
            Sandbox = reading.Optional("MESOS_SANDBOX") ?? directory,
            Endpoint = reading.Endpoint("MESOS_AGENT_ENDPOINT"),
            LibprocessPrefix = reading.LibprocessPrefix("MESOS_SLAVE_PID", "slave(1)"),
            DomainSocket = reading.Optional("MESOS_DOMAIN_SOCKET"),
            Checkpoint = reading.Flag("MESOS_CHECKPOINT"),
            RecoveryTimeout = reading.Duration("MESOS_RECOVERY_TIMEOUT", TimeSpan.FromMinutes(15)),
            SubscriptionBackoffMax = reading.Duration("MESOS_SUBSCRIPTION_BACKOFF_MAX", TimeSpan.FromSeconds(2)),
            ShutdownGracePeriod = reading.Duration("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", TimeSpan.FromSeconds(5)),
            AuthenticationToken = reading.Token("MESOS_EXECUTOR_AUTHENTICATION_TOKEN"),
            Tls = reading.Tls(),
        };
        return reading.Problems.Count == 0 ? environment : throw new MesosEnvironmentException(reading.Problems);
    }

    /// <summary>Reads one variable after the other and remembers what was wrong, so that all of it is reported together.</summary>
    private sealed class Reading(IReadOnlyDictionary<string, string> variables)
    {
        public List<string> Problems { get; } = [];

        public string? Optional(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

        public string Required(string name) =>
            Optional(name) ?? Problem($"{name} is not set; the agent sets it for every executor.", "");

        public TimeSpan Duration(string name, TimeSpan otherwise) =>
            Optional(name) is not { } value || MesosDuration.TryParse(value, out otherwise)
                ? otherwise
                : Problem($"{name} is '{value}'; expected a duration such as '15mins'.", otherwise);

        public bool Flag(string name) => Optional(name) switch
        {
            null or "0" or "false" => false,
            "1" or "true" => true,
            var value => Problem($"{name} is '{value}'; expected 1, 0, true or false.", false),
        };

        public string? Token(string name) =>
            Optional(name) is not { } token || token.All(c => c is > ' ' and < '\x7f')
                ? Optional(name)
                : Problem($"{name} holds characters that cannot go into an HTTP header.", (string?)null);

        public string LibprocessPrefix(string name, string otherwise)
        {
            if (Optional(name) is not { } value)
                return otherwise;
            var at = value.IndexOf('@', StringComparison.Ordinal);
            return at > 0 ? value[..at] : Problem($"{name} is '{value}'; expected '{otherwise}@ip:port'.", otherwise);
        }

        public IPEndPoint Endpoint(string name)
        {
            var nowhere = new IPEndPoint(IPAddress.None, 0);
            if (Required(name) is not { Length: > 0 } value)
                return nowhere;

            // IPv6 comes with or without brackets; either way the port is what follows the last colon.
            var colon = value.LastIndexOf(':');
            return colon > 0
                && IPAddress.TryParse(value.AsSpan(0, colon).Trim("[]"), out var address)
                && ushort.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port > 0
                    ? new IPEndPoint(address, port)
                    : Problem($"{name} is '{value}'; expected ip:port.", nowhere);
        }

        public AgentTls? Tls()
        {
            // The old names collide with those of OpenSSL (SSL_CERT_FILE), so they only count where the old switch was used (MESOS-5863).
            var prefix = Optional("LIBPROCESS_SSL_ENABLED") is null && Optional("SSL_ENABLED") is not null ? "SSL_" : "LIBPROCESS_SSL_";
            if (!Flag(prefix + "ENABLED"))
                return null;

            var tls = new AgentTls
            {
                CaFile = Optional(prefix + "CA_FILE"),
                CaDir = Optional(prefix + "CA_DIR"),
                // Asking clients for certificates implies verifying servers (libprocess src/openssl.cpp).
                VerifyServer = Flag(prefix + "VERIFY_SERVER_CERT") | Flag(prefix + "VERIFY_CERT")
                    | Flag(prefix + "REQUIRE_CLIENT_CERT") | Flag(prefix + "REQUIRE_CERT"),
                CertFile = Optional(prefix + "CERT_FILE"),
                KeyFile = Optional(prefix + "KEY_FILE"),
            };
            return tls.CertFile is null == tls.KeyFile is null
                ? tls
                : Problem($"{prefix}CERT_FILE and {prefix}KEY_FILE belong together, and only one of them is set.", tls);
        }

        private T Problem<T>(string problem, T otherwise)
        {
            Problems.Add(problem);
            return otherwise;
        }
    }
}
