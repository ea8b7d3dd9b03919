using System.Text.Json;

namespace ComposeExecutor.Mesos;

/// <summary>
/// Reads one record of the agent's stream. Unknown fields are ignored, unknown types become <see cref="ExecutorEvent.Unknown"/>.
/// </summary>
public static class ExecutorEventParser
{
    /// <summary>The event in a record.</summary>
    /// <exception cref="ExecutorEventException">The record is not an event; nothing else is ever thrown.</exception>
    public static ExecutorEvent Parse(ReadOnlyMemory<byte> record) =>
        MesosJson.Read(NonFiniteNumbers.Quoted(record), "The event", Read);

    private static ExecutorEvent Read(JsonElement json) => json.RequiredText("type") switch
    {
        "SUBSCRIBED" => Subscribed(json.RequiredMessage("subscribed")),
        "LAUNCH" => new ExecutorEvent.Launch(TaskInfo.FromElement(json.RequiredMessage("launch").RequiredMessage("task"))),
        "LAUNCH_GROUP" => new ExecutorEvent.LaunchGroup(
            [.. json.RequiredMessage("launch_group").RequiredMessage("task_group").Messages("tasks").Select(TaskInfo.FromElement)]),
        "KILL" => Kill(json.RequiredMessage("kill")),
        "ACKNOWLEDGED" => Acknowledged(json.RequiredMessage("acknowledged")),
        "MESSAGE" => new ExecutorEvent.Message(json.RequiredMessage("message").Bytes("data")),
        "ERROR" => new ExecutorEvent.AgentError(json.RequiredMessage("error").Text("message") ?? ""),
        "SHUTDOWN" => new ExecutorEvent.Shutdown(),
        "HEARTBEAT" => new ExecutorEvent.Heartbeat(),
        var type => new ExecutorEvent.Unknown(type),
    };

    private static ExecutorEvent.Subscribed Subscribed(JsonElement subscribed)
    {
        var framework = subscribed.RequiredMessage("framework_info");
        var agent = subscribed.RequiredMessage("agent_info");
        return new ExecutorEvent.Subscribed(
            framework.RequiredId("id"),
            agent.RequiredId("id"),
            agent.Text("hostname") ?? "",
            subscribed.Message("container_id")?.Text("value"),
            subscribed.RequiredMessage("executor_info").Clone(),
            framework.Messages("capabilities").Any(capability => capability.Text("type") == "TASK_KILLING_STATE"));
    }

    private static ExecutorEvent.Kill Kill(JsonElement kill) =>
        new(kill.RequiredId("task_id"), kill.Message("kill_policy")?.Duration("grace_period"));

    private static ExecutorEvent.Acknowledged Acknowledged(JsonElement acknowledged) =>
        acknowledged.Bytes("uuid") is { Length: 16 } uuid
            ? new(acknowledged.RequiredId("task_id"), new Guid(uuid, bigEndian: true))
            : throw new ExecutorEventException("The field uuid is missing or not 16 bytes long.");
}
