using System.Text.Json;

namespace ComposeExecutor.Mesos;

/// <summary>
/// A task as the framework described it (<c>TaskInfo</c> in Mesos <c>include/mesos/v1/mesos.proto</c>): the JSON as it was received,
/// and typed views of what this executor uses, read once.
/// </summary>
public sealed partial class TaskInfo
{
    /// <summary>
    /// The task as received, to be sent back while the agent has not acknowledged any of its updates: the agent needs it whole, with the
    /// fields nobody here knows.
    /// </summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary><c>task_id</c>.</summary>
    public string TaskId { get; }

    /// <summary><c>name</c>: for people.</summary>
    public string Name { get; }

    /// <summary><c>agent_id</c>, where given.</summary>
    public string? AgentId { get; }

    /// <summary>Cores: the sum of all <c>cpus</c> resources.</summary>
    public double Cpus { get; }

    /// <summary>Bytes of memory: the sum of all <c>mem</c> resources, which Mesos counts in MiB.</summary>
    public long MemoryBytes { get; }

    /// <summary>Bytes of disk: the sum of all <c>disk</c> resources, which Mesos counts in MiB.</summary>
    public long DiskBytes { get; }

    /// <summary>The sum of all <c>gpus</c> resources.</summary>
    public double Gpus { get; }

    /// <summary>
    /// <c>limits</c> as given: cores for <c>cpus</c>, MiB for <c>mem</c>, <see cref="double.PositiveInfinity"/> for no limit. What is
    /// absent is limited to the resource of that name.
    /// </summary>
    public IReadOnlyDictionary<string, double> Limits { get; }

    /// <summary>The host ports of all <c>ports</c> resources, in the order offered, each once.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary><c>labels</c>, in the order given.</summary>
    public IReadOnlyList<Label> Labels { get; }

    /// <summary><c>data</c>: bytes for the executor, such as Aurora's assigned task.</summary>
    public ReadOnlyMemory<byte>? Data { get; }

    /// <summary><c>kill_policy.grace_period</c>: how long the task may take to end after it was asked to.</summary>
    public TimeSpan? KillGracePeriod { get; }

    /// <summary><c>discovery.ports</c>, in the order given.</summary>
    public IReadOnlyList<DiscoveryPort> DiscoveryPorts { get; }

    /// <summary><c>max_completion_time</c>: after this long the task is to be killed.</summary>
    public TimeSpan? MaxCompletionTime { get; }

    /// <summary>
    /// The variables of <c>executor.command.environment</c> and, winning over them, those of <c>command.environment</c>. Secrets, which
    /// only the agent can resolve, are left out.
    /// </summary>
    public IReadOnlyDictionary<string, string> CommandEnvironment { get; }

    /// <summary><c>health_check</c> as received.</summary>
    public JsonElement? HealthCheck { get; }

    /// <summary><c>check</c> as received.</summary>
    public JsonElement? Check { get; }

    /// <summary>Whether the framework asks for health to be reported.</summary>
    public bool HasHealthCheck => HealthCheck is not null;

    /// <summary>Whether every update of the task must carry a check status.</summary>
    public bool HasCheck => Check is not null;

    /// <summary>A task from its JSON, which only needs a <c>task_id</c>.</summary>
    /// <exception cref="ExecutorEventException">The JSON is not a task.</exception>
    public static TaskInfo FromJson(ReadOnlyMemory<byte> json) =>
        MesosJson.Read(NonFiniteNumbers.Quoted(json), "The task", FromElement);

    /// <summary>The labels as pairs of key and value, in order.</summary>
    public IEnumerable<KeyValuePair<string, string>> LabelPairs => Labels.Select(label => KeyValuePair.Create(label.Key, label.Value));

    /// <summary>Name and id; a task's labels, data and variables may hold secrets.</summary>
    public override string ToString() => $"task {TaskId} ({Name})";
}
