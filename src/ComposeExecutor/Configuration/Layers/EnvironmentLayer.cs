using ComposeExecutor.Configuration.Keys;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>The layer of the variables <c>COMPOSE_EXECUTOR_*</c>.</summary>
internal static class EnvironmentLayer
{
    /// <summary>Takes the variables that are meant for the executor.</summary>
    public static ConfigurationLayer Read(IReadOnlyDictionary<string, string> environment)
    {
        var layer = new ConfigurationLayer(LayerKind.Environment);
        foreach (var (name, text) in environment)
        {
            if (!name.StartsWith(ConfigurationSources.EnvironmentPrefix, StringComparison.Ordinal))
                continue;

            var key = KeyOf(name[ConfigurationSources.EnvironmentPrefix.Length..]);
            layer.Values[key] = new ConfigurationValue { Key = key, Layer = layer.Kind, Origin = $"variable {name}", Text = text };
        }

        return layer;
    }

    // Keys may hold underscores themselves (podStatusHooks.task_failed), so a known key is found by its variable's name.
    private static string KeyOf(string name) =>
        SettingKeys.All.Select(key => key.Name)
            .FirstOrDefault(key => key.Replace('.', '_').Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? name.Replace('_', '.').ToLowerInvariant();
}
