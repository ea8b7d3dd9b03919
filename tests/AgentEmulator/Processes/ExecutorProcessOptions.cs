namespace AgentEmulator;

/// <summary>How to run an executor's process.</summary>
public sealed record ExecutorProcessOptions
{
    /// <summary>The path of the executable.</summary>
    public required string Executable { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// The folder it works in; its output goes to the files <c>stdout</c> and <c>stderr</c> there. Created when it is missing.
    /// </summary>
    public required string Sandbox { get; init; }

    /// <summary>
    /// Variables beside those the agent sets, which they do not replace: what a real agent would pass on of its own environment. The
    /// default is a <c>PATH</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> ExtraEnvironment { get; init; } = new Dictionary<string, string>
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    };

    /// <summary>
    /// Whether it gets a memory cgroup of its own, which is destroyed with everything in it at the end, as the linux launcher does.
    /// </summary>
    public bool UseMemoryCgroup { get; init; }

    /// <summary>The limit of that cgroup, in bytes; null for none.</summary>
    public long? MemoryLimit { get; init; }
}
