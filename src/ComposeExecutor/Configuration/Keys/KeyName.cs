namespace ComposeExecutor.Configuration.Keys;

/// <summary>The names of keys: sections separated by dots, without regard to case.</summary>
internal static class KeyName
{
    /// <summary>Whether a key is the named one, or lies in the named section.</summary>
    public static bool IsWithin(string key, string name) =>
        key.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (key.Length == name.Length || key[name.Length] == '.');
}
