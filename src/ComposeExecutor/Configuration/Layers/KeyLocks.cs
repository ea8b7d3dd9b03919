using System.Collections.Immutable;
using ComposeExecutor.Configuration.Keys;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>The keys and sections that the operator's file locks: no other layer may set them.</summary>
internal sealed class KeyLocks
{
    /// <summary>The key under which the operator's file lists them.</summary>
    public const string Key = "locked";

    private readonly ImmutableArray<string> names;
    private readonly string origin;

    private KeyLocks(ImmutableArray<string> names, string origin)
    {
        this.names = names;
        this.origin = origin;
    }

    /// <summary>
    /// Takes the locks out of the operator's layer. A lock on a key that does not exist is a problem: it would protect nothing.
    /// </summary>
    public static KeyLocks Of(ConfigurationLayer operatorLayer, Findings findings)
    {
        if (!operatorLayer.Values.Remove(Key, out var value))
            return new KeyLocks([], "");

        if (value.IsNested)
            findings.Problems.Add($"{value.Origin}: {Key} must be a list of keys or sections, such as [launchtask.timeout, cleanpod]");

        var names = value.ToList();
        foreach (var name in names.Where(name => !IsLockable(name)))
        {
            var hint = KeySuggestion.For(name);
            findings.Problems.Add($"{value.Origin}: {Key} names {Findings.Quote(name)}, which is no key or section{hint}");
        }

        return new KeyLocks(names, value.Origin);
    }

    /// <summary>Where a key is locked, or null when it is not.</summary>
    public string? Find(string key) => names.Any(name => KeyName.IsWithin(key, name)) ? origin : null;

    private static bool IsLockable(string name) =>
        SettingKeys.All.Any(key => KeyName.IsWithin(key.Name, name)) || KeyName.IsWithin(name, PortChoice.Section) || PredecessorKeys.Find(name) is not null;
}
