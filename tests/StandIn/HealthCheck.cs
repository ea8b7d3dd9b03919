using System.Net;

namespace StandIn;

/// <summary>The tools with which compose files in the wild ask servers whether they are well.</summary>
internal static class HealthCheck
{
    /// <summary>Where each tool looks when nothing tells it.</summary>
    private static readonly Dictionary<string, int> Ports = new()
    {
        ["pg_isready"] = 5432,
        ["mysqladmin"] = 3306,
        ["mariadb-admin"] = 3306,
        ["healthcheck.sh"] = 3306,
        ["redis-cli"] = 6379,
        ["valkey-cli"] = 6379,
        ["mongosh"] = 27017,
        ["rabbitmq-diagnostics"] = 5672,
        ["kafka-topics.sh"] = 9092,
        ["zkServer.sh"] = 2181,
        ["nats-server-check"] = 4222,
        ["cqlsh"] = 9042,
        ["etcdctl"] = 2379,
        ["mc"] = 9000,
        ["curl"] = 80,
    };

    /// <summary>Healthy (0) when a server answers at the address that is in the arguments, or at the tool's own port.</summary>
    /// <param name="tool">The name of the tool.</param>
    /// <param name="arguments">Its arguments; a URL, or <c>-h HOST</c> and <c>-p PORT</c>, are understood.</param>
    public static async Task<int> RunAsync(string tool, string[] arguments)
    {
        if (!Ports.TryGetValue(tool, out var port))
            return Server.Refuse($"'{tool}' is not a tool that this image has");
        var host = After("-h") ?? "localhost";
        if (int.TryParse(After("-p"), out var given))
            port = given;
        foreach (var argument in arguments)
        {
            if (Uri.TryCreate(argument, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                (host, port) = (address.Host.Trim('[', ']'), address.Port);
        }

        // Servers of IPv4 only do not answer at ::1, so all addresses are tried.
        IPAddress[] addresses = host == "localhost" ? [IPAddress.Loopback] : await Inquiry.ResolveAsync(host);
        var answer = await Inquiry.WhoAsync(addresses, new Endpoint("tcp", host, port));
        Console.WriteLine(answer);
        return answer == Server.Name ? 0 : 1;

        string? After(string option) => Array.IndexOf(arguments, option) is var at and >= 0 ? arguments.ElementAtOrDefault(at + 1) : null;
    }
}
