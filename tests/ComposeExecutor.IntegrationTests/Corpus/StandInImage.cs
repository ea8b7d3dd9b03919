namespace ComposeExecutor.IntegrationTests.Corpus;

/// <summary>An image of the stand-in program that looks like a well-known one from outside.</summary>
/// <param name="Name">What follows <c>standin-</c> in its name.</param>
/// <param name="Ports">On which ports the program listens, such as <c>tcp:5432</c>; the image exposes them.</param>
internal sealed record StandInImage(string Name, params string[] Ports)
{
    /// <summary>The image's name in compose files.</summary>
    public string Reference => $"compose-executor/standin-{Name}:local";

    /// <summary>The folders for which the image makes an anonymous volume.</summary>
    public string[] Volumes { get; init; } = [];

    /// <summary>The image's own health check; none when empty.</summary>
    public string[] HealthTest { get; init; } = [];

    /// <summary>The user, where it is not root.</summary>
    public string User { get; init; } = "";

    /// <summary>Where the program starts.</summary>
    public string WorkingFolder { get; init; } = "/";

    /// <summary>What the image's variables say, as <c>NAME=VALUE</c>.</summary>
    public string[] Environment { get; init; } = [];

    /// <summary>Whether the image exposes its ports. Many that people make for themselves do not.</summary>
    public bool Exposes { get; init; } = true;

    /// <summary>Whether the command of a compose file replaces the whole command line, and not only the arguments.</summary>
    public bool HasNoEntrypoint { get; init; }

    /// <summary>All that the corpus uses.</summary>
    public static IReadOnlyList<StandInImage> All { get; } =
    [
        // What people build themselves: the file says on which ports it listens.
        new("app") { HasNoEntrypoint = true, WorkingFolder = "/app", Environment = ["LANG=C.UTF-8"] },
        new("node", "tcp:3000") { HasNoEntrypoint = true, Exposes = false, User = "1000:1000", WorkingFolder = "/usr/src/app", Environment = ["NODE_VERSION=20.11.1"] },
        new("python", "tcp:8000") { HasNoEntrypoint = true, Exposes = false, WorkingFolder = "/srv", Environment = ["PYTHONUNBUFFERED=1"] },
        new("java", "tcp:8080") { HasNoEntrypoint = true, WorkingFolder = "/opt/app", User = "1001" },

        new("nginx", "tcp:80"),
        new("nginx-unprivileged", "tcp:8080") { User = "101" },
        new("httpd", "tcp:80") { WorkingFolder = "/usr/local/apache2" },
        new("caddy", "tcp:80", "tcp:443", "udp:443", "tcp:2019") { WorkingFolder = "/srv" },
        new("traefik", "tcp:80"),
        new("haproxy", "tcp:80", "tcp:8404") { User = "99", Exposes = false },
        new("envoy", "tcp:10000") { HasNoEntrypoint = true },
        new("varnish", "tcp:80", "tcp:8443"),
        new("php-fpm", "tcp:9000") { WorkingFolder = "/var/www/html" },
        new("wordpress", "tcp:80") { Volumes = ["/var/www/html"], WorkingFolder = "/var/www/html" },

        new("postgres", "tcp:5432") { Volumes = ["/var/lib/postgresql/data"], Environment = ["PGDATA=/var/lib/postgresql/data"] },
        new("mysql", "tcp:3306", "tcp:33060") { Volumes = ["/var/lib/mysql"] },
        new("mariadb", "tcp:3306") { Volumes = ["/var/lib/mysql"] },
        new("mongo", "tcp:27017") { Volumes = ["/data/db", "/data/configdb"] },
        new("redis", "tcp:6379") { Volumes = ["/data"], WorkingFolder = "/data" },
        new("memcached", "tcp:11211") { User = "11211" },
        new("elasticsearch", "tcp:9200", "tcp:9300") { User = "1000:0", WorkingFolder = "/usr/share/elasticsearch" },
        new("kibana", "tcp:5601") { User = "1000" },
        new("logstash", "tcp:5044", "tcp:9600") { User = "1000" },
        new("minio", "tcp:9000") { Volumes = ["/data"] },
        new("cassandra", "tcp:7000", "tcp:7001", "tcp:7199", "tcp:9042", "tcp:9160") { Volumes = ["/var/lib/cassandra"] },
        new("adminer", "tcp:8080") { User = "1000" },
        new("phpmyadmin", "tcp:80"),

        new("rabbitmq", "tcp:4369", "tcp:5671", "tcp:5672", "tcp:15672", "tcp:25672") { Volumes = ["/var/lib/rabbitmq"] },
        new("kafka", "tcp:9092") { User = "1000" },
        new("zookeeper", "tcp:2181", "tcp:2888", "tcp:3888") { Volumes = ["/data", "/datalog"] },
        new("nats", "tcp:4222", "tcp:6222", "tcp:8222") { HealthTest = ["CMD", "nats-server-check"] },
        new("mosquitto", "tcp:1883") { Volumes = ["/mosquitto/data", "/mosquitto/log"] },

        new("prometheus", "tcp:9090") { Volumes = ["/prometheus"], User = "65534", WorkingFolder = "/prometheus" },
        new("alertmanager", "tcp:9093") { Volumes = ["/alertmanager"], User = "65534" },
        new("node-exporter", "tcp:9100") { User = "65534" },
        new("cadvisor", "tcp:8080") { HealthTest = ["CMD-SHELL", "wget -q -O - http://localhost:8080/healthz"] },
        new("grafana", "tcp:3000") { User = "472" },
        new("loki", "tcp:3100") { User = "10001" },
        new("statsd", "udp:8125", "tcp:8126"),
        new("jaeger", "tcp:16686", "tcp:14268", "udp:6831", "tcp:4317"),
        new("otel-collector", "tcp:4317", "tcp:4318", "tcp:13133") { User = "10001" },
        new("consul", "tcp:8300", "tcp:8500", "tcp:8600", "udp:8600") { Volumes = ["/consul/data"] },
        new("etcd", "tcp:2379", "tcp:2380"),
        new("vault", "tcp:8200"),
        new("coredns", "tcp:53", "udp:53") { User = "65532" },
        new("pihole", "tcp:53", "udp:53", "tcp:80") { HealthTest = ["CMD-SHELL", "nc 127.0.0.1 80 </dev/null"] },
        new("uptime-kuma", "tcp:3001") { HealthTest = ["CMD", "curl", "-f", "http://localhost:3001/"], Volumes = ["/app/data"] },
        new("mailhog", "tcp:1025", "tcp:8025") { User = "1000" },
        new("keycloak", "tcp:8080") { User = "1000" },
        new("wireguard", "udp:51820"),
    ];
}
