using System.Collections.Immutable;
using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Mesos;
using ComposeExecutor.Pods.Cgroups;
using ComposeExecutor.Pods.Output;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods;

/// <summary>What this machine and this process give to every pod: the sandbox, the environment, the engine, the settings.</summary>
public sealed record ExecutorHost
{
    // What ending a pod takes on a busy host besides waiting for its services: killing, removing, delivering the last update.
    private static readonly TimeSpan CleanupReserve = TimeSpan.FromSeconds(2.5);

    /// <summary>The executor's id.</summary>
    public required string ExecutorId { get; init; }

    /// <summary>The sandbox of the executor.</summary>
    public required string Sandbox { get; init; }

    /// <summary>This process's environment, without the agent's token.</summary>
    public required ImmutableDictionary<string, string> Environment { get; init; }

    /// <summary>The operator's configuration file; null for none.</summary>
    public string? OperatorFile { get; init; } = ConfigurationSources.DefaultOperatorFile;

    /// <summary>The compose files, where they are not named by a task's labels.</summary>
    public ImmutableArray<string>? Files { get; init; }

    /// <summary>The folder in which Compose finds the files when nothing names any; null for the sandbox.</summary>
    public string? StartFolder { get; init; }

    /// <summary>Whether the ports that a task is offered replace those of its files.</summary>
    public bool AssignsPorts { get; init; } = true;

    /// <summary>The executor's own cgroup (<see cref="ExecutorCgroup.Own"/>); null at the root of the hierarchy.</summary>
    public string? Cgroup { get; init; }

    /// <summary>How long SHUTDOWN allows before the agent kills the executor.</summary>
    public TimeSpan ShutdownGracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the executor waits for the last acknowledgement.</summary>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where the services' lines are shown.</summary>
    public required ServiceConsole Console { get; init; }

    /// <summary>What a task's last status says when KILL ended it.</summary>
    public string KilledBy { get; init; } = "The framework killed the task.";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the history is told.</summary>
    public required ILogger Log { get; init; }

    /// <summary>Tells of every change of what a pod looks like, for people who watch.</summary>
    public Action<PodView>? OnChange { get; init; }

    /// <summary>How long services may take to end on SHUTDOWN, so that the rest still fits into the agent's patience.</summary>
    public TimeSpan ShutdownGrace =>
        ShutdownGracePeriod - (CleanupReserve < ShutdownGracePeriod / 2 ? CleanupReserve : ShutdownGracePeriod / 2);

    /// <summary>The settings that hold for a task.</summary>
    /// <param name="info">The task.</param>
    /// <exception cref="ConfigurationException">Something in them is wrong; all of it is told.</exception>
    public Settings SettingsFor(TaskInfo info)
    {
        var loaded = SettingsLoader.Load(new ConfigurationSources
        {
            OperatorFile = OperatorFile,
            SandboxDirectory = Sandbox,
            Environment = Environment,
            Labels = [.. info.LabelPairs],
        });
        foreach (var note in loaded.Notes)
            ExecutorHostLog.LogNote(Log, note);
        return loaded.Settings;
    }

    /// <summary>The task with its surroundings.</summary>
    /// <param name="info">The task.</param>
    /// <param name="subscription">Who the agent said the executor works for; null when it has not.</param>
    /// <param name="isFirst">Whether it is the executor's first task, which has the sandbox to itself.</param>
    public PodTask TaskFor(TaskInfo info, ExecutorEvent.Subscribed? subscription, bool isFirst)
    {
        var identity = new PodIdentity(info.TaskId, ExecutorId, subscription?.FrameworkId ?? "", subscription?.AgentId ?? info.AgentId ?? "");
        return new PodTask
        {
            Info = info,
            Identity = identity,
            Sandbox = Sandbox,
            Folder = isFirst ? Sandbox : Path.Combine(Sandbox, identity.Project),
            Files = Files,
            StartFolder = StartFolder,
            OfferedPorts = AssignsPorts ? [.. info.Ports] : null,
            Environment = TaskEnvironment.Of(info, Environment, Sandbox),
            Cgroup = ExecutorCgroup.Isolating(Cgroup, subscription?.ContainerId),
            KillingSupported = subscription?.TaskKillingSupported is true,
        };
    }

    /// <summary>What the task's pod works with.</summary>
    /// <param name="task">The task.</param>
    /// <param name="settings">The settings that hold for it.</param>
    /// <exception cref="EngineException">The engine's address is not one.</exception>
    /// <exception cref="ComposeException">There is no Compose on this host, or the configured credentials cannot be read.</exception>
    public PodDependencies DependenciesFor(PodTask task, Settings settings)
    {
        var compose = ComposeExecutable.Find(settings.Compose.Path ?? "", settings.Docker.Config, name => Environment.GetValueOrDefault(name));
        var credentials = RegistryCredentials.Find(
            Sandbox, settings.Docker.ConfigIsLocked, settings.Docker.Config, name => task.Environment.GetValueOrDefault(name));
        if (credentials.PassedOver is { } passedOver)
            ExecutorHostLog.LogNote(Log, $"{passedOver}.");
        var engine = new DockerEngine(EngineAddress(settings), settings.Docker.Timeout);
        // Compose must talk to the same engine, wherever its address comes from, and show registries what was chosen here.
        var environment = task.Environment.SetItem("DOCKER_HOST", engine.Host);
        if (credentials.ConfigFolder is { } folder)
            environment = environment.SetItem("DOCKER_CONFIG", folder);
        return new PodDependencies(
            engine,
            new ComposeCommand(compose, environment.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value))),
            credentials,
            settings,
            Console,
            Time,
            Log);
    }

    private string EngineAddress(Settings settings) =>
        settings.Docker.Host?.ToString()
        ?? (Environment.GetValueOrDefault("DOCKER_HOST") is { Length: > 0 } host ? host : "unix:///var/run/docker.sock");
}

internal static partial class ExecutorHostLog
{
    [LoggerMessage(LogLevel.Information, "{Note}")]
    public static partial void LogNote(ILogger log, string note);
}
