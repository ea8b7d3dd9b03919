using System.Collections.Frozen;

namespace ComposeExecutor.Configuration;

/// <summary>
/// Where settings come from, in the order in which a later one overrides an earlier one. What is left out is not looked at.
/// </summary>
public sealed record ConfigurationSources
{
    /// <summary>Where the operator's file is, unless something else is said.</summary>
    public const string DefaultOperatorFile = "/etc/compose-executor/config.yaml";

    /// <summary>The name of the task's own file in its sandbox, as in dce-go.</summary>
    public const string SandboxFileName = "config.yaml";

    /// <summary>What every environment variable of the executor's configuration begins with.</summary>
    public const string EnvironmentPrefix = "COMPOSE_EXECUTOR_";

    /// <summary>The operator's YAML file: the only one that may lock keys. It need not exist.</summary>
    public string? OperatorFile { get; init; } = DefaultOperatorFile;

    /// <summary>
    /// The sandbox, whose <see cref="SandboxFileName"/> is the task's own YAML file. It need not exist, and is refused when it is a
    /// symbolic link.
    /// </summary>
    public string? SandboxDirectory { get; init; }

    /// <summary>
    /// The environment: <c>COMPOSE_EXECUTOR_LAUNCHTASK_TIMEOUT</c> is <c>launchtask.timeout</c>. Other variables are ignored.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// The labels of the task: <c>config.launchtask.timeout</c>, with any prefix before <c>config.</c> since frameworks add their own.
    /// Other labels are ignored.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];
}
