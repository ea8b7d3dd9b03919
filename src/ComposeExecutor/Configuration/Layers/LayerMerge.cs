namespace ComposeExecutor.Configuration.Layers;

/// <summary>Lays the layers over each other, key by key, so that overriding one key of a section leaves its siblings alone.</summary>
internal static class LayerMerge
{
    /// <summary>Merges the layers.</summary>
    /// <param name="layers">The layers, each overriding the ones before it.</param>
    /// <param name="locks">The keys that only the operator's file may set.</param>
    /// <param name="findings">Takes the attempts to set a locked key.</param>
    /// <returns>The winning value of each key.</returns>
    public static Dictionary<string, ConfigurationValue> Merge(
        IEnumerable<ConfigurationLayer> layers,
        KeyLocks locks,
        Findings findings)
    {
        var merged = new Dictionary<string, ConfigurationValue>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in layers.SelectMany(layer => layer.Values.Values))
        {
            if (value.Layer == LayerKind.Operator || locks.Find(value.Key) is not { } origin)
            {
                merged[value.Key] = value;
                continue;
            }

            var name = Findings.Plain(value.Key);
            findings.Problems.Add($"{value.Origin}: {name} is locked by the operator ({origin}) and may not be set here");
        }

        return merged;
    }
}
