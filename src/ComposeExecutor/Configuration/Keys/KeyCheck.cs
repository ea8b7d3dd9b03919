using ComposeExecutor.Configuration.Layers;

namespace ComposeExecutor.Configuration.Keys;

/// <summary>Tells keys that exist from those that do not, and who may set them.</summary>
internal static class KeyCheck
{
    /// <summary>Checks the names of all values; the values themselves are checked when they are read.</summary>
    public static void Check(IEnumerable<ConfigurationValue> values, Findings findings)
    {
        foreach (var value in values)
        {
            var name = Findings.Plain(value.Key);
            if (SettingKeys.Find(value.Key) is { } key)
                CheckScope(key, value, findings);
            else if (PortChoices.Includes(value.Key))
                continue;
            else if (PredecessorKeys.Find(value.Key) is { } predecessor)
                NoteUnused(predecessor, value, findings);
            else if (ProblemWith(value) is { } problem)
                findings.Problems.Add($"{value.Origin}: {name} {problem}");
            else
                findings.Notes.Add($"{value.Origin}: {name} is not a known key and is ignored{KeySuggestion.For(value.Key)}");
        }
    }

    private static void CheckScope(SettingKey key, ConfigurationValue value, Findings findings)
    {
        if (key.Scope == KeyScope.Executor && value.Layer is LayerKind.Sandbox or LayerKind.Labels)
            findings.Problems.Add($"{value.Origin}: {key.Name} may be set in the operator's file and the environment only");
    }

    private static void NoteUnused(PredecessorKey predecessor, ConfigurationValue value, Findings findings)
    {
        // dce-go's sample file lists every hook with nothing to call.
        if (value.Elements is not { IsEmpty: true })
            findings.Notes.Add($"{value.Origin}: {Findings.Plain(value.Key)} is a key of dce-go without effect here: {predecessor.Reason}");
    }

    private static string? ProblemWith(ConfigurationValue value)
    {
        if (KeyName.IsWithin(value.Key, KeyLocks.Key))
            return "is not allowed here: 'locked' is a list of keys or sections, in the operator's file only";
        if (value.Key.Equals(PortChoice.Section, StringComparison.OrdinalIgnoreCase))
            return $"is a section, not a key; it takes keys such as {PortChoices.Example}";
        if (SettingKeys.All.FirstOrDefault(key => KeyName.IsWithin(key.Name, value.Key)) is { } child)
            return $"is a section, not a key; it takes keys such as {child.Name}";
        if (SettingKeys.All.FirstOrDefault(key => KeyName.IsWithin(value.Key, key.Name)) is { } parent)
            return $"is inside of {parent.Name}, which must be {parent.Allowed}";

        // Files and environments are shared by executors of several versions; a label is one task's wish, which must not be dropped
        // in silence. Labels outside of the known sections may be somebody else's.
        return value.Layer == LayerKind.Labels && SettingKeys.IsInKnownSection(value.Key)
            ? $"is not a known key{KeySuggestion.For(value.Key)}"
            : null;
    }
}
