using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>How the agent describes itself, the framework and the executor: in SUBSCRIBED, and in the tasks it passes on.</summary>
internal static class ExecutorIntroduction
{
    /// <summary>The SUBSCRIBED event.</summary>
    public static JsonObject Create(AgentOptions options, int port) => new()
    {
        ["type"] = "SUBSCRIBED",
        ["subscribed"] = new JsonObject
        {
            ["executor_info"] = ExecutorInfo(options),
            ["framework_info"] = new JsonObject
            {
                ["user"] = "root",
                ["name"] = "emulated",
                ["id"] = new JsonObject { ["value"] = options.FrameworkId },
                ["failover_timeout"] = 604800.0,
                ["checkpoint"] = options.Checkpoint,
                ["roles"] = new JsonArray("*"),
                ["hostname"] = "localhost",
                ["capabilities"] = new JsonArray([.. options.FrameworkCapabilities.Select(name => new JsonObject { ["type"] = name })]),
            },
            ["agent_info"] = new JsonObject
            {
                ["hostname"] = "localhost",
                ["port"] = port,
                ["id"] = new JsonObject { ["value"] = options.AgentId },
                ["resources"] = new JsonArray(
                    TaskDescription.Scalar("cpus", 8), TaskDescription.Scalar("mem", 16384), TaskDescription.Scalar("disk", 65536)),
                ["attributes"] = new JsonArray(),
            },
            ["container_id"] = new JsonObject { ["value"] = options.ContainerId },
        },
    };

    /// <summary>The ExecutorInfo of the emulated executor.</summary>
    public static JsonObject ExecutorInfo(AgentOptions options) => new()
    {
        ["type"] = "CUSTOM",
        ["executor_id"] = new JsonObject { ["value"] = options.ExecutorId },
        ["framework_id"] = new JsonObject { ["value"] = options.FrameworkId },
        ["name"] = "compose-executor",
        ["command"] = new JsonObject
        {
            ["shell"] = true,
            ["value"] = "./compose-executor",
            ["environment"] = new JsonObject
            {
                ["variables"] = new JsonArray([.. options.CommandEnvironment.Select(variable =>
                    new JsonObject { ["name"] = variable.Key, ["type"] = "VALUE", ["value"] = variable.Value })]),
            },
        },
        ["resources"] = new JsonArray(TaskDescription.Scalar("cpus", 0.1), TaskDescription.Scalar("mem", 32)),
        ["shutdown_grace_period"] = new JsonObject { ["nanoseconds"] = options.ExecutorShutdownGracePeriod.Ticks * 100 },
    };
}
