using System.Globalization;
using ComposeExecutor.Configuration.Layers;

namespace ComposeExecutor.Configuration.Keys;

/// <summary>Reads typed settings from merged values; a value that is not allowed becomes a problem, and its default stands in.</summary>
internal sealed class SettingsReader
{
    private readonly Dictionary<string, ConfigurationValue> values;
    private readonly Findings findings;

    private SettingsReader(Dictionary<string, ConfigurationValue> values, Findings findings)
    {
        this.values = values;
        this.findings = findings;
    }

    /// <summary>The settings without any configuration.</summary>
    public static Settings Defaults() => Read([], new Findings());

    /// <summary>Reads the settings.</summary>
    /// <param name="values">The values by key, compared without regard to case.</param>
    /// <param name="findings">Takes values that are not allowed, and notes.</param>
    public static Settings Read(Dictionary<string, ConfigurationValue> values, Findings findings) =>
        new SettingsReader(values, findings).Read();

    private Settings Read() => new()
    {
        LaunchTask = new LaunchTaskSettings
        {
            Timeout = Read(SettingKeys.LaunchTimeout),
            PullRetries = Read(SettingKeys.PullRetries),
            RetryInterval = Read(SettingKeys.RetryInterval),
            SkipPull = Read(SettingKeys.SkipPull),
        },
        CleanPod = new CleanPodSettings
        {
            RemoveFailedPods = Read(SettingKeys.RemoveFailedPods),
            RemoveUnhealthyPods = Read(SettingKeys.RemoveUnhealthyPods),
            RemoveContainersAndVolumes = Read(SettingKeys.RemoveContainersAndVolumes),
            RemoveImages = Read(SettingKeys.RemoveImages),
            StopGrace = Read(SettingKeys.CleanPodStopGrace),
        },
        Pod = new PodSettings
        {
            Network = Read(SettingKeys.Network),
            Share = Read(SettingKeys.Share),
            Subnets = Read(SettingKeys.Subnets),
            Profiles = Read(SettingKeys.Profiles),
            MountSandbox = Read(SettingKeys.Sandbox),
            CgroupParent = Read(SettingKeys.CgroupParent),
            CpuQuota = Read(SettingKeys.CpuQuota),
            OverLimit = Read(SettingKeys.OverLimit),
            StopGrace = Read(SettingKeys.StopGrace),
            Restarts = new RestartSettings
            {
                Delay = Read(SettingKeys.RestartDelay),
                MaxDelay = Read(SettingKeys.RestartMaxDelay),
                Reset = Read(SettingKeys.RestartReset),
            },
            Unhealthy = new UnhealthySettings { Action = Read(SettingKeys.UnhealthyAction), Timeout = Read(SettingKeys.UnhealthyTimeout) },
            Sidecars = Read(SettingKeys.Sidecars),
            Inits = Read(SettingKeys.Inits),
            IsService = Read(SettingKeys.IsService),
            EphemeralPorts = Read(SettingKeys.EphemeralPorts),
            Ports = PortChoices.Read(values.Values, findings),
            KeepVolumes = Read(SettingKeys.KeepVolumes),
            Build = Read(SettingKeys.Build),
            HealthService = Read(SettingKeys.HealthService),
            Logs = new PodLogSettings
            {
                MaxSize = Read(SettingKeys.LogMaxSize),
                Files = Read(SettingKeys.LogFiles),
                Forward = Read(SettingKeys.LogForward),
            },
            AcknowledgementTimeout = Read(SettingKeys.AcknowledgementTimeout),
            Reaper = Read(SettingKeys.Reaper),
            ReaperIdle = Read(SettingKeys.ReaperIdle),
            Leases = Read(SettingKeys.Leases),
        },
        Compose = new ComposeSettings { Path = Read(SettingKeys.ComposePath), Timeout = Read(SettingKeys.ComposeTimeout) },
        Docker = new DockerSettings
        {
            Host = Read(SettingKeys.DockerHost),
            Timeout = Read(SettingKeys.DockerTimeout),
            Config = Read(SettingKeys.DockerConfig),
        },
        Log = new LogSettings { Level = Read(SettingKeys.Level) },
    };

    private T Read<T>(SettingKey<T> key)
    {
        if (!values.TryGetValue(key.Name, out var value))
            return key.ReadDefault();

        if (!key.TryRead(value, out var result))
        {
            findings.Problems.Add($"{value.Origin}: {key.Name}: {Findings.Quote(value.Text)} is not {key.Allowed}");
            return key.ReadDefault();
        }

        if (key.BareNumberInDceGo.Length > 0 && IsBareNumber(value.Text))
        {
            var number = Findings.Plain(value.Text.Trim());
            findings.Notes.Add($"{value.Origin}: {key.Name}: {number} is read as seconds; to dce-go it was {key.BareNumberInDceGo}");
        }

        return result;
    }

    private static bool IsBareNumber(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number != 0;
}
