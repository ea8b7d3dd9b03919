using System.Globalization;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>Tasks as frameworks shape them.</summary>
public static class TaskInfos
{
    /// <summary>An app's instance as Marathon launches it with a custom executor.</summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="files">The compose files, for the label <c>fileName</c>.</param>
    /// <param name="ports">The host ports of the offer.</param>
    public static TaskDescription Marathon(string taskId, string files = "docker-compose.yml", params IReadOnlyList<int> ports)
    {
        var environment = new Dictionary<string, string>
        {
            ["HOST"] = "localhost",
            ["MARATHON_APP_ID"] = "/pods/web",
            ["MARATHON_APP_VERSION"] = "2026-01-02T03:04:05.678Z",
            ["MESOS_TASK_ID"] = taskId,
        };
        AddPorts(environment, ports);

        return new TaskDescription
        {
            Id = taskId,
            Name = "web.pods",
            Ports = ports,
            PortNames = [.. ports.Select((_, index) => $"port{index.ToString(CultureInfo.InvariantCulture)}")],
            Labels = new Dictionary<string, string> { ["fileName"] = files },
            Environment = environment,
            Command = " ",
            KillGrace = TimeSpan.FromSeconds(3),
            Extra = Unknown(),
        };
    }

    /// <summary>A job's instance as Aurora launches it with a custom executor: prefixed labels, and Thrift data.</summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="files">The compose files, for the label that ends in <c>.fileName</c>.</param>
    /// <param name="isService">Whether the job is a service, which is to run for ever.</param>
    /// <param name="ports">The host ports of the offer.</param>
    public static TaskDescription Aurora(
        string taskId, string files = "docker-compose.yml", bool isService = true, params IReadOnlyList<int> ports) => new()
        {
            Id = taskId,
            Name = "www-data/prod/web",
            Ports = ports,
            Labels = new Dictionary<string, string>
            {
                ["org.apache.aurora.metadata.fileName"] = files,
                ["org.apache.aurora.tier"] = "preferred",
            },
            Data = AuroraAssignedTask.Encode(taskId, isService, ports),
            Extra = Unknown(),
        };

    /// <summary>An HTTP health check.</summary>
    /// <param name="port">The port.</param>
    /// <param name="path">The path.</param>
    /// <param name="interval">The pause between checks, in seconds.</param>
    public static JsonObject HttpHealthCheck(int port, string path = "/", double interval = 1) => new()
    {
        ["type"] = "HTTP",
        ["http"] = new JsonObject { ["protocol"] = "IPv4", ["scheme"] = "http", ["port"] = port, ["path"] = path },
        ["delay_seconds"] = 0.0,
        ["interval_seconds"] = interval,
        ["timeout_seconds"] = 2.0,
        ["consecutive_failures"] = 3,
        ["grace_period_seconds"] = 5.0,
    };

    /// <summary>A TCP check, whose results are reported in <c>check_status</c>.</summary>
    /// <param name="port">The port.</param>
    /// <param name="interval">The pause between checks, in seconds.</param>
    public static JsonObject TcpCheck(int port, double interval = 1) => new()
    {
        ["type"] = "TCP",
        ["tcp"] = new JsonObject { ["port"] = port },
        ["delay_seconds"] = 0.0,
        ["interval_seconds"] = interval,
        ["timeout_seconds"] = 2.0,
    };

    private static void AddPorts(Dictionary<string, string> environment, IReadOnlyList<int> ports)
    {
        for (var index = 0; index < ports.Count; index++)
        {
            var port = ports[index].ToString(CultureInfo.InvariantCulture);
            environment[$"PORT{index.ToString(CultureInfo.InvariantCulture)}"] = port;
            environment["PORTS"] = environment.TryGetValue("PORTS", out var before) ? $"{before},{port}" : port;
            environment.TryAdd("PORT", port);
        }
    }

    /// <summary>Fields of some later version, of every JSON kind: they have to come back as they were.</summary>
    private static JsonObject Unknown() => new()
    {
        ["limits"] = new JsonObject { ["cpus"] = new JsonObject { ["value"] = "Infinity" } },
        ["field_of_a_later_version"] = new JsonObject
        {
            ["text"] = "ünï <&> \"quoted\"",
            ["list"] = new JsonArray(1, 2.5, true, "x"),
            ["large"] = 9007199254740993L,
            ["empty"] = new JsonObject(),
        },
    };
}
