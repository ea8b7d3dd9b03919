using System.Collections.Immutable;
using System.Net;
using ComposeExecutor.Configuration.Values;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Configuration.Keys;

/// <summary>
/// The table of all keys. Parsing, checking, hints on misspelt keys and the tables of <c>docs/configuration.md</c> follow from it.
/// </summary>
internal static class SettingKeys
{
    public static readonly SettingKey<TimeSpan> LaunchTimeout = new(ValueKinds.PositiveDuration)
    {
        Name = "launchtask.timeout",
        Default = "500s",
        Meaning = "The longest time from LAUNCH to TASK_RUNNING; when it is over the pod is stopped and fails.",
        Example = "10m",
        InDceGo = "a bare number was milliseconds",
        BareNumberInDceGo = "milliseconds",
    };

    public static readonly SettingKey<int> PullRetries = new(ValueKinds.Count(0, 1000))
    {
        Name = "launchtask.pullretry",
        Default = "3",
        Meaning = "How often a failed pull is tried again; 0 is one try only. An image that the registry does not know or does not "
            + "give is not tried again.",
        Example = "5",
        InDceGo = "the number of tries",
    };

    public static readonly SettingKey<TimeSpan> RetryInterval = new(ValueKinds.Duration)
    {
        Name = "launchtask.retryinterval",
        Default = "10s",
        Meaning = "The pause between the first two tries of a pull; it doubles with every further one, up to five minutes.",
        Example = "30s",
        InDceGo = "the pause between tries of any command (pulls waited podmonitorinterval); a bare number was ignored",
        BareNumberInDceGo = "no duration, and took 10s",
    };

    public static readonly SettingKey<bool> SkipPull = new(ValueKinds.Boolean)
    {
        Name = "launchtask.skippull",
        Default = "false",
        Meaning = "Use the images that are on the host, even where a `pull_policy` says to pull always or after some time; only missing ones are pulled.",
        Example = "true",
        InDceGo = "the same; its sample file has true",
    };

    public static readonly SettingKey<bool> RemoveFailedPods = new(ValueKinds.Boolean)
    {
        Name = "cleanpod.cleanfailtask",
        Default = "true",
        Meaning = "Remove a failed pod like any other; with false its stopped containers, networks and volumes stay to be looked at.",
        Example = "false",
        InDceGo = "false by default, and the network was removed either way",
    };

    public static readonly SettingKey<bool> RemoveUnhealthyPods = new(ValueKinds.Boolean)
    {
        Name = "cleanpod.unhealthy",
        Default = "true",
        Meaning = "The same for a pod that failed by being unhealthy, whatever cleanpod.cleanfailtask says.",
        Example = "false",
        InDceGo = "documented, but never read",
    };

    public static readonly SettingKey<bool> RemoveContainersAndVolumes = new(ValueKinds.Boolean)
    {
        Name = "cleanpod.cleanvolumeandcontaineronmesoskill",
        Default = "true",
        Meaning = "Remove the containers and volumes of a pod that was killed; with false they are stopped and stay.",
        Example = "false",
        InDceGo = "true in its sample file, false without one",
    };

    public static readonly SettingKey<bool> RemoveImages = new(ValueKinds.Boolean)
    {
        Name = "cleanpod.cleanimageonmesoskill",
        Default = "false",
        Meaning = "Remove the images of a pod's services when it has ended, where no other container uses them.",
        Example = "true",
        InDceGo = "the same",
    };

    public static readonly SettingKey<TimeSpan?> CleanPodStopGrace = new(ValueKinds.OptionalDuration)
    {
        Name = "cleanpod.timeout",
        Default = "",
        Meaning = "The time every service gets to end after its stop signal, unless the kill or the task's kill policy says; "
            + "empty: each service's `stop_grace_period`, else pod.stopgrace.",
        Example = "20s",
        InDceGo = "10s by default, 20s in its sample file; a bare number was nanoseconds, that is none",
        BareNumberInDceGo = "nanoseconds",
    };

    public static readonly SettingKey<PodNetwork> Network = new(ValueKinds.Choice(
        ("auto", PodNetwork.Auto),
        ("shared", PodNetwork.Shared),
        ("compose", PodNetwork.Compose),
        ("host", PodNetwork.Host),
        ("none", PodNetwork.None)))
    {
        Name = "pod.network",
        Default = "auto",
        Meaning = "How the services are connected: `shared` puts all into one network namespace; `compose` keeps the files' own networks, "
            + "private to the pod; `host` puts all into the host's network; `none` gives all one loopback interface and nothing else; `auto` is `shared`, "
            + "or `compose` where the files show that sharing cannot work.",
        Example = "shared",
    };

    public static readonly SettingKey<PodNamespaces> Share = new(ValueKinds.Namespaces)
    {
        Name = "pod.share",
        Default = "net",
        Meaning = "The namespaces that the services share, separated by commas: `net`, `ipc`, `pid`. Without `net` the network is as with "
            + "`pod.network: compose`.",
        Example = "net,ipc",
    };

    public static readonly SettingKey<IPNetwork?> Subnets = new(ValueKinds.OptionalSubnet)
    {
        Name = "pod.subnets",
        Default = "198.18.0.0/15",
        Meaning = "Where the subnets of a pod's networks come from when the engine has none left in its own address pools, which are "
            + "enough for about thirty networks; `none` lets such a pod fail.",
        Example = "10.99.0.0/16",
    };

    public static readonly SettingKey<ImmutableArray<string>> Profiles = new(ValueKinds.Profiles)
    {
        Name = "pod.profiles",
        Default = "",
        Meaning = "The profiles of the compose files that are active, `*` for all; empty: those in `COMPOSE_PROFILES`, as with Compose.",
        Example = "debug,metrics",
    };

    public static readonly SettingKey<bool> Sandbox = new(ValueKinds.Boolean)
    {
        Name = "pod.sandbox",
        Default = "false",
        Meaning = "Mount the sandbox into every service at /mnt/mesos/sandbox, and set `MESOS_SANDBOX` to that, as Mesos does for its own containers.",
        Example = "true",
    };

    public static readonly SettingKey<CgroupParent> CgroupParent = new(ValueKinds.CgroupParent)
    {
        Name = "pod.cgroupparent",
        Default = "auto",
        Meaning = "Where the pod's cgroup is: `auto` is the executor's own cgroup where the agent isolates it, else one below Docker's "
            + "default with the limits of the task; a path or slice is where one is made instead; `none` is Docker's default without "
            + "any, outside of the task's limits.",
        Example = "/pods",
    };

    public static readonly SettingKey<bool> CpuQuota = new(ValueKinds.Boolean)
    {
        Name = "pod.cpuquota",
        Default = "false",
        Meaning = "Make the task's `cpus` a cap in the cgroup that is made for a pod, as the agent's `--cgroups_enable_cfs` does; with "
            + "false they are a share, and only a limit of the task (`limits`) is a cap.",
        Example = "true",
    };

    public static readonly SettingKey<OverLimit> OverLimit = new(ValueKinds.Choice(
        ("refuse", Configuration.OverLimit.Refuse),
        ("clamp", Configuration.OverLimit.Clamp),
        ("allow", Configuration.OverLimit.Allow)))
    {
        Name = "pod.overlimit",
        Default = "refuse",
        Meaning = "What becomes of a service that asks for more memory or CPUs than the whole task has: `refuse` fails the task and says "
            + "so, `clamp` limits the service to what the task has, `allow` changes nothing.",
        Example = "clamp",
    };

    public static readonly SettingKey<TimeSpan> StopGrace = new(ValueKinds.Duration)
    {
        Name = "pod.stopgrace",
        Default = "10s",
        Meaning = "The time a service gets to end after its stop signal when neither the kill, nor the task's kill policy, nor "
            + "cleanpod.timeout, nor its own `stop_grace_period` says.",
        Example = "30s",
    };

    public static readonly SettingKey<TimeSpan> RestartDelay = new(ValueKinds.Duration)
    {
        Name = "pod.restart.delay",
        Default = "10s",
        Meaning = "The pause before a service's first restart; it doubles with every further one. A `delay` of the service's own "
            + "`deploy.restart_policy` stays as it is.",
        Example = "1s",
    };

    public static readonly SettingKey<TimeSpan> RestartMaxDelay = new(ValueKinds.Duration)
    {
        Name = "pod.restart.maxdelay",
        Default = "5m",
        Meaning = "The longest pause before a restart.",
        Example = "1m",
    };

    public static readonly SettingKey<TimeSpan> RestartReset = new(ValueKinds.Duration)
    {
        Name = "pod.restart.reset",
        Default = "10m",
        Meaning = "How long a service has to run for its next pause to be pod.restart.delay again.",
        Example = "30m",
    };

    public static readonly SettingKey<UnhealthyAction> UnhealthyAction = new(ValueKinds.Choice(
        ("fail", Configuration.UnhealthyAction.Fail),
        ("restart", Configuration.UnhealthyAction.Restart),
        ("report", Configuration.UnhealthyAction.Report)))
    {
        Name = "pod.unhealthy.action",
        Default = "fail",
        Meaning = "What becomes of a service that stays unhealthy by the health check of its file: `fail` fails the pod; `restart` stops the "
            + "service, and its restart policy decides, as if it had failed; `report` leaves it to the framework, which is told of unhealthy services in any case.",
        Example = "restart",
    };

    public static readonly SettingKey<TimeSpan> UnhealthyTimeout = new(ValueKinds.Duration)
    {
        Name = "pod.unhealthy.timeout",
        Default = "30s",
        Meaning = "How long a service may be unhealthy in a running pod before pod.unhealthy.action is taken; Docker calls it unhealthy after "
            + "as many failed checks as its `retries`.",
        Example = "2m",
    };

    public static readonly SettingKey<ImmutableArray<string>> Sidecars = new(ValueKinds.Services)
    {
        Name = "pod.sidecars",
        Default = "",
        Meaning = "The services that are sidecars, as with `x-pod: { role: sidecar }`: started before and stopped after the main services, and "
            + "never what keeps the pod alive.",
        Example = "proxy,logs",
    };

    public static readonly SettingKey<ImmutableArray<string>> Inits = new(ValueKinds.Services)
    {
        Name = "pod.inits",
        Default = "",
        Meaning = "The services that are inits, as with `x-pod: { role: init }`: they have to end with exit code 0 before the main services start.",
        Example = "migration",
    };

    public static readonly SettingKey<bool?> IsService = new(ValueKinds.Choice<bool?>(("auto", null), ("true", true), ("false", false)))
    {
        Name = "pod.isservice",
        Default = "auto",
        Meaning = "Whether the task is a service, which fails when all its main services have ended with exit code 0, or a job, which is finished "
            + "then; `auto` is what the label `isService`, else Aurora's data, says, else a job.",
        Example = "true",
    };

    public static readonly SettingKey<bool> EphemeralPorts = new(ValueKinds.Boolean)
    {
        Name = "pod.ephemeralports",
        Default = "false",
        Meaning = "Give ports published without a host port an ephemeral port of the host instead of an offered one.",
        Example = "true",
    };

    public static readonly SettingKey<bool> KeepVolumes = new(ValueKinds.Boolean)
    {
        Name = "pod.keepvolumes",
        Default = "false",
        Meaning = "Leave the named volumes of a pod on the host when the pod is removed.",
        Example = "true",
    };

    public static readonly SettingKey<bool> Build = new(ValueKinds.Boolean)
    {
        Name = "pod.build",
        Default = "false",
        Meaning = "Build images on the host for services with a `build` section, as Compose would. Builds run in the engine, outside of "
            + "the task's limits.",
        Example = "true",
    };

    public static readonly SettingKey<string?> HealthService = new(ValueKinds.OptionalName)
    {
        Name = "pod.health.service",
        Default = "",
        Meaning = "The service that the task's own `health_check` and `check` are about: commands are run in it, and ports are asked in its "
            + "network; empty: the only service, and for ports the one that publishes or exposes it.",
        Example = "web",
    };

    public static readonly SettingKey<long> LogMaxSize = new(ValueKinds.Size(4096))
    {
        Name = "pod.logs.maxsize",
        Default = "10MiB",
        Meaning = "The size at which a service's output file in the sandbox is rotated.",
        Example = "50m",
    };

    public static readonly SettingKey<int> LogFiles = new(ValueKinds.Count(0, 100))
    {
        Name = "pod.logs.files",
        Default = "2",
        Meaning = "How many rotated files of each output are kept beside the current one.",
        Example = "0",
    };

    public static readonly SettingKey<bool> LogForward = new(ValueKinds.Boolean)
    {
        Name = "pod.logs.forward",
        Default = "true",
        Meaning = "Write the services' output also to the executor's own stdout, each line prefixed with its service.",
        Example = "false",
    };

    public static readonly SettingKey<TimeSpan> AcknowledgementTimeout = new(ValueKinds.Duration)
    {
        Name = "pod.acknowledgementtimeout",
        Default = "10s",
        Meaning = "How long the executor waits for the acknowledgement of the last status update before it exits without it.",
        Example = "5s",
    };

    public static readonly SettingKey<bool> Reaper = new(ValueKinds.Boolean)
    {
        Name = "pod.reaper",
        Default = "true",
        Meaning = "Keep a reaper on the host, a container that removes the pods of executors that were killed; with false they stay until "
            + "`compose-executor gc` is run.",
        Example = "false",
    };

    public static readonly SettingKey<TimeSpan> ReaperIdle = new(ValueKinds.PositiveDuration)
    {
        Name = "pod.reaperidle",
        Default = "60s",
        Meaning = "How long a reaper stays when there is no pod on the host any more.",
        Example = "10m",
        Scope = KeyScope.Executor,
    };

    public static readonly SettingKey<string?> Leases = new(ValueKinds.OptionalPath)
    {
        Name = "pod.leases",
        Default = "/run/compose-executor",
        Meaning = "The folder with a lease of each pod of this host, by which others know that its executor is alive; empty: no leases, and no reaper.",
        Example = "/var/run/mesos/compose-executor",
        Scope = KeyScope.Executor,
    };

    public static readonly SettingKey<string?> ComposePath = new(ValueKinds.OptionalPath)
    {
        Name = "compose.path",
        Default = "",
        Meaning = "The Compose executable; empty: looked for where the Docker client looks for its plugins, then in `PATH`.",
        Example = "/opt/docker/docker-compose",
        Scope = KeyScope.Executor,
    };

    public static readonly SettingKey<TimeSpan> ComposeTimeout = new(ValueKinds.PositiveDuration)
    {
        Name = "compose.timeout",
        Default = "60s",
        Meaning = "The longest time that rendering the compose files may take.",
        Example = "2m",
    };

    public static readonly SettingKey<Uri?> DockerHost = new(ValueKinds.EngineAddress)
    {
        Name = "docker.host",
        Default = "",
        Meaning = "The engine's address; empty: `DOCKER_HOST`, else unix:///var/run/docker.sock.",
        Example = "unix:///run/user/1000/docker.sock",
        Scope = KeyScope.Executor,
    };

    public static readonly SettingKey<TimeSpan> DockerTimeout = new(ValueKinds.PositiveDuration)
    {
        Name = "docker.timeout",
        Default = "30s",
        Meaning = "The longest time an ordinary call to the engine may take; pulls, waits and streams are not bounded by it.",
        Example = "1m",
    };

    public static readonly SettingKey<string?> DockerConfig = new(ValueKinds.OptionalPath)
    {
        Name = "docker.config",
        Default = "",
        Meaning = "The `config.json` with the credentials of registries, or the folder with it; empty: `DOCKER_CONFIG`, else "
            + "`HOME/.docker`. A `.docker/config.json` in the sandbox comes first, unless this key is locked.",
        Example = "/etc/compose-executor/docker",
        Scope = KeyScope.Executor,
    };

    public static readonly SettingKey<LogLevel> Level = new(ValueKinds.Choice(
        ("info", LogLevel.Information),
        ("debug", LogLevel.Debug),
        ("warning", LogLevel.Warning),
        ("error", LogLevel.Error)))
    {
        Name = "log.level",
        Default = "info",
        Meaning = "The least severe messages that are written to the executor's log: `debug`, `info`, `warning` or `error`.",
        Example = "debug",
    };

    /// <summary>All keys in the order of the documentation.</summary>
    public static readonly ImmutableArray<SettingKey> All =
    [
        LaunchTimeout, PullRetries, RetryInterval, SkipPull,
        RemoveFailedPods, RemoveUnhealthyPods, RemoveContainersAndVolumes, RemoveImages, CleanPodStopGrace,
        Network, Share, Subnets, Profiles, Sandbox, CgroupParent, CpuQuota, OverLimit, StopGrace,
        RestartDelay, RestartMaxDelay, RestartReset, UnhealthyAction, UnhealthyTimeout, Sidecars, Inits, IsService,
        EphemeralPorts, KeepVolumes, Build, HealthService, LogMaxSize, LogFiles, LogForward, AcknowledgementTimeout, Reaper, ReaperIdle, Leases,
        ComposePath, ComposeTimeout,
        DockerHost, DockerTimeout, DockerConfig,
        Level,
    ];

    /// <summary>The key of that name, if there is one.</summary>
    public static SettingKey? Find(string name) => All.FirstOrDefault(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the first section of a name is one that keys exist in.</summary>
    public static bool IsInKnownSection(string name)
    {
        var dot = name.IndexOf('.');
        return dot > 0 && All.Any(key => KeyName.IsWithin(key.Name, name[..dot]));
    }
}
