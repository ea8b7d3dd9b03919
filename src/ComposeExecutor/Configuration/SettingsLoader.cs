using ComposeExecutor.Configuration.Keys;
using ComposeExecutor.Configuration.Layers;

namespace ComposeExecutor.Configuration;

/// <summary>Reads the layers of configuration and makes typed settings of them.</summary>
public static class SettingsLoader
{
    /// <summary>
    /// Reads all sources: defaults, then the operator's file, the sandbox's file, the environment and the labels, each overriding
    /// single keys of the ones before it.
    /// </summary>
    /// <param name="sources">Where to look.</param>
    /// <returns>The settings in force, with notes for the log.</returns>
    /// <exception cref="ConfigurationException">
    /// A file cannot be read or is not YAML, a value is not allowed, or a layer sets what it may not. All problems are reported at once.
    /// </exception>
    public static LoadedSettings Load(ConfigurationSources sources)
    {
        var findings = new Findings();
        var operatorLayer = FileLayer.Read(LayerKind.Operator, sources.OperatorFile, followLinks: true, findings);
        var sandboxFile = sources.SandboxDirectory is { } sandbox ? Path.Combine(sandbox, ConfigurationSources.SandboxFileName) : null;
        ConfigurationLayer[] layers =
        [
            operatorLayer,
            FileLayer.Read(LayerKind.Sandbox, sandboxFile, followLinks: false, findings),
            EnvironmentLayer.Read(sources.Environment),
            LabelLayer.Read(sources.Labels, findings),
        ];

        var locks = KeyLocks.Of(operatorLayer, findings);
        var merged = LayerMerge.Merge(layers, locks, findings);
        KeyCheck.Check(merged.Values, findings);
        var settings = SettingsReader.Read(merged, findings);
        settings = settings with { Docker = settings.Docker with { ConfigIsLocked = locks.Find(SettingKeys.DockerConfig.Name) is not null } };

        return findings.Problems.Count == 0
            ? new LoadedSettings(settings, [.. SettingKeys.All.Select(key => Effective(key, merged, locks))], [.. findings.Notes])
            : throw new ConfigurationException([.. findings.Problems]);
    }

    private static EffectiveSetting Effective(SettingKey key, Dictionary<string, ConfigurationValue> merged, KeyLocks locks)
    {
        var value = merged.GetValueOrDefault(key.Name);
        return new EffectiveSetting(key.Name, WithoutPassword(value?.Text ?? key.Default), value?.Origin ?? "default", locks.Find(key.Name) is not null);
    }

    // The address of an engine may hold one, and no other key can.
    private static string WithoutPassword(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? value.Replace($"{address.UserInfo}@", "***@", StringComparison.Ordinal)
            : value;
}
