using ComposeExecutor.Configuration.Keys;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>The layer of the task's labels <c>config.*</c>.</summary>
internal static class LabelLayer
{
    private const string Marker = "config.";

    /// <summary>Takes the labels that are meant for the executor.</summary>
    public static ConfigurationLayer Read(IReadOnlyList<KeyValuePair<string, string>> labels, Findings findings)
    {
        var layer = new ConfigurationLayer(LayerKind.Labels);
        foreach (var (name, text) in labels)
        {
            if (KeyOf(name) is not { } key)
                continue;

            var value = new ConfigurationValue { Key = key, Layer = layer.Kind, Origin = $"label {name}", Text = text };

            // Labels have no order to rely on: two that disagree cannot both be meant.
            if (layer.Values.TryAdd(key, value) || layer.Values[key].Text == text)
                continue;
            var first = layer.Values[key].Origin;
            findings.Problems.Add($"{value.Origin}: {Findings.Plain(key)} already has another value by {first}; keep one of the two");
        }

        return layer;
    }

    /// <summary>
    /// What follows <c>config.</c> in a label's name, or null when it has none. A prefix may hold <c>config.</c> too, so the first
    /// occurrence that begins a known section counts, and without one the first.
    /// </summary>
    private static string? KeyOf(string label)
    {
        string? first = null;
        for (var at = 0; (at = label.IndexOf(Marker, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += Marker.Length)
        {
            if (at > 0 && label[at - 1] != '.')
                continue;
            var key = label[(at + Marker.Length)..];
            if (SettingKeys.IsInKnownSection(key))
                return key;
            first ??= key;
        }

        return first is "" ? null : first;
    }
}
