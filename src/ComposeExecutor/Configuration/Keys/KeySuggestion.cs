namespace ComposeExecutor.Configuration.Keys;

/// <summary>Finds the key that a misspelt one was probably meant to be.</summary>
internal static class KeySuggestion
{
    // Beyond this no key is near, and the comparison would cost more than it is worth.
    private const int LongestName = 100;

    /// <summary>A hint to append to a message, or nothing when no key is near.</summary>
    public static string For(string name) => Nearest(name) is { } key ? $"; did you mean {key}?" : "";

    private static string? Nearest(string name)
    {
        if (name.Length > LongestName)
            return null;

        var wanted = Simplify(name);
        var (key, distance) = SettingKeys.All
            .Select(key => (key.Name, Distance: Distance(wanted, key.Name)))
            .MinBy(candidate => candidate.Distance);
        return distance <= Math.Max(2, key.Length / 6) ? key : SameEnding(wanted);
    }

    // A key without its section, or in the wrong one.
    private static string? SameEnding(string name)
    {
        var ending = '.' + LastPart(name);
        var matches = SettingKeys.All.Where(key => key.Name.EndsWith(ending, StringComparison.Ordinal)).Take(2).ToList();
        return matches is [var only] ? only.Name : null;
    }

    private static string LastPart(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string Simplify(string name) =>
        name.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    /// <summary>Levenshtein's distance: how many letters are to be inserted, left out or replaced.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j - 1], row[j]) + 1);
            }
        }

        return row[^1];
    }
}
