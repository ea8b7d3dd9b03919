using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>A task in a few words, from which a whole TaskInfo is made. Change it with <c>with</c>.</summary>
public sealed record TaskDescription
{
    /// <summary>The task's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name; the id's when null.</summary>
    public string? Name { get; init; }

    /// <summary>CPUs.</summary>
    public double Cpus { get; init; } = 0.5;

    /// <summary>Memory in MB.</summary>
    public double Mem { get; init; } = 256;

    /// <summary>Disk in MB.</summary>
    public double Disk { get; init; } = 64;

    /// <summary>Host ports, in the order offered. Each run of consecutive ports becomes a range of its own.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Host ports that come from a reservation, in a Resource entry of their own.</summary>
    public IReadOnlyList<int> ReservedPorts { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables of the task's command.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the fetcher brought into the sandbox.</summary>
    public IReadOnlyList<string> Uris { get; init; } = [];

    /// <summary>The command's value; null for none.</summary>
    public string? Command { get; init; }

    /// <summary>The grace period of the task's kill policy; null for no policy.</summary>
    public TimeSpan? KillGrace { get; init; }

    /// <summary>Names for the ports, in their order, as service discovery gets them.</summary>
    public IReadOnlyList<string> PortNames { get; init; } = [];

    /// <summary>The health check, as a HealthCheck message.</summary>
    public JsonObject? HealthCheck { get; init; }

    /// <summary>The check, as a CheckInfo message.</summary>
    public JsonObject? Check { get; init; }

    /// <summary>The task's data.</summary>
    public IReadOnlyList<byte> Data { get; init; } = [];

    /// <summary>Further fields, which replace those made from the rest; for such as this version of Mesos does not know.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>Makes the TaskInfo.</summary>
    public JsonObject ToJson()
    {
        var task = new JsonObject
        {
            ["name"] = Name ?? Id,
            ["task_id"] = new JsonObject { ["value"] = Id },
            ["resources"] = Resources(),
        };

        if (Command is not null || Environment.Count > 0 || Uris.Count > 0)
            task["command"] = CommandInfo();
        if (Labels.Count > 0)
            task["labels"] = Pairs("labels", "key", Labels);
        if (KillGrace is { } grace)
            task["kill_policy"] = new JsonObject { ["grace_period"] = new JsonObject { ["nanoseconds"] = grace.Ticks * 100 } };
        if (HealthCheck is not null)
            task["health_check"] = HealthCheck.DeepClone();
        if (Check is not null)
            task["check"] = Check.DeepClone();
        if (PortNames.Count > 0)
            task["discovery"] = Discovery();
        if (Data.Count > 0)
            task["data"] = Convert.ToBase64String([.. Data]);

        foreach (var (name, value) in Extra)
            task[name] = value?.DeepClone();

        return task;
    }

    internal static JsonObject Scalar(string name, double value) => new()
    {
        ["name"] = name,
        ["type"] = "SCALAR",
        ["scalar"] = new JsonObject { ["value"] = value },
        ["role"] = "*",
        ["allocation_info"] = new JsonObject { ["role"] = "*" },
    };

    private static JsonObject Pairs(string list, string key, IReadOnlyDictionary<string, string> pairs) => new()
    {
        [list] = new JsonArray([.. pairs.Select(pair => new JsonObject { [key] = pair.Key, ["value"] = pair.Value })]),
    };

    private static JsonObject PortRanges(IReadOnlyList<int> ports)
    {
        var ranges = new List<(int Begin, int End)>();
        foreach (var port in ports)
        {
            if (ranges.Count > 0 && ranges[^1].End == port - 1)
                ranges[^1] = (ranges[^1].Begin, port);
            else
                ranges.Add((port, port));
        }

        return new JsonObject
        {
            ["name"] = "ports",
            ["type"] = "RANGES",
            ["ranges"] = new JsonObject
            {
                ["range"] = new JsonArray([.. ranges.Select(range => new JsonObject { ["begin"] = range.Begin, ["end"] = range.End })]),
            },
            ["role"] = "*",
            ["allocation_info"] = new JsonObject { ["role"] = "*" },
        };
    }

    private JsonArray Resources()
    {
        var resources = new JsonArray(Scalar("cpus", Cpus), Scalar("mem", Mem), Scalar("disk", Disk));
        if (Ports.Count > 0)
            resources.Add(PortRanges(Ports));

        if (ReservedPorts.Count > 0)
        {
            var reserved = PortRanges(ReservedPorts);
            reserved["role"] = "web";
            reserved["allocation_info"] = new JsonObject { ["role"] = "web" };
            reserved["reservations"] = new JsonArray(new JsonObject { ["type"] = "STATIC", ["role"] = "web" });
            resources.Add(reserved);
        }

        return resources;
    }

    private JsonObject CommandInfo()
    {
        var command = new JsonObject { ["shell"] = true };
        if (Command is not null)
            command["value"] = Command;
        if (Environment.Count > 0)
            command["environment"] = Pairs("variables", "name", Environment);
        if (Uris.Count > 0)
        {
            command["uris"] = new JsonArray([.. Uris.Select(uri =>
                new JsonObject { ["value"] = uri, ["extract"] = true, ["executable"] = false, ["cache"] = false })]);
        }

        return command;
    }

    private JsonObject Discovery()
    {
        var ports = PortNames.Zip(Ports.Concat(ReservedPorts), (name, number) =>
            new JsonObject { ["number"] = number, ["name"] = name, ["protocol"] = "tcp" });
        return new JsonObject
        {
            ["visibility"] = "FRAMEWORK",
            ["name"] = Name ?? Id,
            ["ports"] = new JsonObject { ["ports"] = new JsonArray([.. ports]) },
        };
    }
}
