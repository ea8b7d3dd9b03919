using System.Collections.Immutable;

namespace ComposeExecutor.Configuration.Keys;

/// <summary>The keys and sections of dce-go's files that have no effect here, so that its files can be used as they are.</summary>
internal static class PredecessorKeys
{
    /// <summary>Each key or section with the reason.</summary>
    public static readonly ImmutableArray<PredecessorKey> All =
    [
        new("launchtask.podmonitorinterval", "nothing is polled"),
        new("launchtask.maxretry", "no commands are run to look at containers"),
        new("launchtask.composehttptimeout", "docker.timeout bounds calls to the engine"),
        new("launchtask.httptimeout", "docker.timeout bounds calls to the engine"),
        new("launchtask.composetrace", "log.level: debug shows what is done"),
        new("launchtask.debug", "log.level: debug shows what is done"),
        new("dockercomposeverbose", "log.level: debug shows what is done"),
        new("loglevel", "log.level is the key here"),
        new("plugins", "dce-go's general plugin is built in, and others are not supported yet"),
        new("podStatusHooks", "hooks are not supported yet"),
        new("podMonitor", "the engine's events are the monitor"),
        new("infracontainer", "the infra container's image is built in, and pod.network chooses the network"),
        new("dockerdump", "the status message and the log say what a launch waited for"),
        new("foldername", "what is written for a pod goes into its sandbox"),
        new("healthcheck", "health checks of the compose file are always followed"),
    ];

    /// <summary>The entry that a key belongs to, if there is one.</summary>
    public static PredecessorKey? Find(string key) => All.FirstOrDefault(entry => KeyName.IsWithin(key, entry.Name));
}
