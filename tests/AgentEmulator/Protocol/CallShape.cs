namespace AgentEmulator;

/// <summary>
/// The shape of an executor's call: <c>include/mesos/v1/executor/executor.proto</c>, and what it holds from <c>mesos.proto</c>. Of a
/// TaskInfo only what is required of one is described: the rest is checked by comparing it with what was sent.
/// </summary>
internal static class CallShape
{
    public static readonly string[] Types = ["UNKNOWN", "SUBSCRIBE", "UPDATE", "MESSAGE", "HEARTBEAT"];
    public static readonly string[] CheckTypes = ["UNKNOWN", "COMMAND", "HTTP", "TCP"];

    private static readonly MessageShape Id = new(Required(Text("value")));

    private static readonly MessageShape Labels =
        new(Many(Message("labels", new MessageShape(Required(Text("key")), Text("value")))));

    private static readonly MessageShape CheckStatus = new(
        Name("type", CheckTypes),
        Message("command", new MessageShape(Number("exit_code"))),
        Message("http", new MessageShape(Number("status_code"))),
        Message("tcp", new MessageShape(Flag("succeeded"))));

    private static readonly MessageShape NetworkInfo = new(
        Many(Message("ip_addresses", new MessageShape(Name("protocol", ["IPv4", "IPv6"]), Text("ip_address")))),
        Text("name"),
        Many(Text("groups")),
        Message("labels", Labels),
        Many(Message("port_mappings", new MessageShape(
            Required(Number("host_port")), Required(Number("container_port")), Text("protocol")))));

    private static readonly MessageShape ContainerStatus = new(
        Message("container_id", Id),
        Many(Message("network_infos", NetworkInfo)),
        Message("cgroup_info", new MessageShape()),
        Number("executor_pid"));

    private static readonly MessageShape TaskStatus = new(
        Required(Message("task_id", Id)),
        Required(Name("state", TaskStates.All)),
        Text("message"),
        Name("source", ["SOURCE_MASTER", "SOURCE_AGENT", "SOURCE_EXECUTOR"]),
        Name("reason", TaskStates.Reasons),
        Bytes("data"),
        Message("agent_id", Id),
        Message("executor_id", Id),
        Number("timestamp"),
        Bytes("uuid"),
        Flag("healthy"),
        Message("check_status", CheckStatus),
        Message("labels", Labels),
        Message("container_status", ContainerStatus),
        Message("unreachable_time", new MessageShape(Required(Number("nanoseconds")))),
        Message("limitation", new MessageShape(Many(Message("resources", new MessageShape(
            Required(Text("name")), Required(Name("type", ["SCALAR", "RANGES", "SET", "TEXT"]))))))));

    private static readonly MessageShape Update = new(Required(Message("status", TaskStatus)));

    private static readonly MessageShape TaskInfo = new(
        Required(Text("name")),
        Required(Message("task_id", Id)),
        Required(Message("agent_id", Id)),
        Bytes("data"),
        Message("labels", Labels));

    public static MessageShape Call { get; } = new(
        Required(Message("executor_id", Id)),
        Required(Message("framework_id", Id)),
        Name("type", Types),
        Message("subscribe", new MessageShape(
            Many(Message("unacknowledged_tasks", TaskInfo)), Many(Message("unacknowledged_updates", Update)))),
        Message("update", Update),
        Message("message", new MessageShape(Required(Bytes("data")))));

    private static Field Text(string name) => new(name, FieldKind.Text);

    private static Field Bytes(string name) => new(name, FieldKind.Bytes);

    private static Field Number(string name) => new(name, FieldKind.Number);

    private static Field Flag(string name) => new(name, FieldKind.Flag);

    private static Field Name(string name, IReadOnlyList<string> names) => new(name, FieldKind.Name) { Names = names };

    private static Field Message(string name, MessageShape shape) => new(name, FieldKind.Message) { Message = shape };

    private static Field Required(Field field) => field with { Required = true };

    private static Field Many(Field field) => field with { Repeated = true };
}
