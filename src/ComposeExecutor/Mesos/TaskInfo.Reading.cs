using System.Runtime.InteropServices;
using System.Text.Json;

namespace ComposeExecutor.Mesos;

public sealed partial class TaskInfo
{
    private const int MiB = 1 << 20;
    private const int PortCount = 65536;

    private TaskInfo(JsonElement task)
    {
        Json = JsonMarshal.GetRawUtf8Value(task).ToArray();
        TaskId = task.RequiredId("task_id");
        Name = task.Text("name") ?? "";
        AgentId = task.Message("agent_id")?.Text("value");
        Cpus = Sum(task, "cpus");
        MemoryBytes = (long)(Sum(task, "mem") * MiB);
        DiskBytes = (long)(Sum(task, "disk") * MiB);
        Gpus = Sum(task, "gpus");
        Limits = ReadLimits(task);
        Ports = ReadPorts(task);
        Labels = [.. task.Messages("labels", "labels").Select(label => new Label(label.RequiredText("key"), label.Text("value") ?? ""))];
        Data = task.Bytes("data") is { } data ? data : default(ReadOnlyMemory<byte>?);
        KillGracePeriod = task.Message("kill_policy")?.Duration("grace_period");
        DiscoveryPorts = ReadDiscoveryPorts(task);
        MaxCompletionTime = task.Duration("max_completion_time");
        CommandEnvironment = ReadEnvironment(task);
        HealthCheck = task.Message("health_check")?.Clone();
        Check = task.Message("check")?.Clone();
    }

    internal static TaskInfo FromElement(JsonElement task) => new(task);

    /// <summary>A resource may come in several entries, one for each reservation.</summary>
    private static IEnumerable<JsonElement> Resources(JsonElement task, string name) =>
        task.Messages("resources").Where(resource => resource.Text("name") == name);

    private static double Sum(JsonElement task, string name) =>
        Resources(task, name).Sum(resource => resource.Message("scalar")?.Double("value") ?? 0);

    private static Dictionary<string, double> ReadLimits(JsonElement task)
    {
        var limits = new Dictionary<string, double>(StringComparer.Ordinal);
        if (task.Message("limits") is { } fields)
        {
            foreach (var field in fields.EnumerateObject())
            {
                if (fields.Message(field.Name)?.Double("value") is { } limit)
                    limits[field.Name] = limit;
            }
        }

        return limits;
    }

    private static List<int> ReadPorts(JsonElement task)
    {
        var ports = new List<int>();
        var seen = new HashSet<int>();
        foreach (var range in Resources(task, "ports").SelectMany(resource => resource.Messages("ranges", "range")))
        {
            // The wire allows any 64-bit range: what is no port is cut off before it is counted through.
            var begin = Math.Max(0, range.Integer("begin") ?? 0);
            var end = Math.Min(PortCount - 1, range.Integer("end") ?? -1);
            for (var port = begin; port <= end && ports.Count < PortCount; port++)
            {
                if (seen.Add((int)port))
                    ports.Add((int)port);
            }
        }

        return ports;
    }

    private static List<DiscoveryPort> ReadDiscoveryPorts(JsonElement task)
    {
        var ports = new List<DiscoveryPort>();
        foreach (var port in task.Message("discovery")?.Messages("ports", "ports") ?? [])
        {
            if (port.Integer("number") is { } number and >= 0 and < PortCount)
                ports.Add(new DiscoveryPort((int)number, port.Text("name"), port.Text("protocol")));
        }

        return ports;
    }

    private static Dictionary<string, string> ReadEnvironment(JsonElement task)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        AddVariables(task.Message("executor")?.Message("command"), environment);
        AddVariables(task.Message("command"), environment);
        return environment;
    }

    private static void AddVariables(JsonElement? command, Dictionary<string, string> environment)
    {
        foreach (var variable in command?.Messages("environment", "variables") ?? [])
        {
            if (variable.Text("type") is null or "VALUE")
                environment[variable.RequiredText("name")] = variable.Text("value") ?? "";
        }
    }
}
