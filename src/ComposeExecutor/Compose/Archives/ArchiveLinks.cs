namespace ComposeExecutor.Compose.Archives;

/// <summary>Where the symbolic links of an archive lead, decided before any of them exists.</summary>
internal static class ArchiveLinks
{
    // As the kernel's own limit (path_resolution(7)).
    private const int MaximumHops = 40;

    /// <summary>Whether a link, with all links on its way followed, stays below the folder of the archive.</summary>
    /// <param name="path">The link, relative to that folder.</param>
    /// <param name="links">The targets of all links, by path.</param>
    public static bool StaysInside(string path, IReadOnlyDictionary<string, string> links)
    {
        var place = new List<string>(path.Split('/')[..^1]);
        var ahead = new Stack<string>();
        if (!Follow(links[path], ahead))
            return false;
        for (var hops = 1; ahead.TryPop(out var part);)
        {
            if (part == "..")
            {
                if (place.Count == 0)
                    return false;
                place.RemoveAt(place.Count - 1);
                continue;
            }

            place.Add(part);
            if (!links.TryGetValue(string.Join('/', place), out var target))
                continue;
            place.RemoveAt(place.Count - 1);
            if (++hops > MaximumHops || !Follow(target, ahead))
                return false;
        }

        return true;
    }

    private static bool Follow(string target, Stack<string> ahead)
    {
        if (target.StartsWith('/'))
            return false;
        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")).Reverse())
            ahead.Push(part);
        return true;
    }
}
