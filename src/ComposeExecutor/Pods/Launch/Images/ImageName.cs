namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>The parts of an image's reference.</summary>
/// <param name="Registry">The registry's host and port; empty for Docker Hub.</param>
/// <param name="Path">The repository within the registry, without tag and digest.</param>
internal readonly record struct ImageName(string Registry, string Path)
{
    /// <summary>Reads <c>[registry/]path[:tag][@digest]</c>.</summary>
    public static ImageName Of(string reference)
    {
        var name = reference.Split('@')[0];
        var tag = name.LastIndexOf(':');
        if (tag > name.LastIndexOf('/'))
            name = name[..tag];

        // As Docker tells a registry from the first part of a path: it has a dot or a port, or is localhost.
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        return first == "localhost" || first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal)
            ? new ImageName(first, name[(slash + 1)..])
            : new ImageName("", name);
    }

    /// <summary>
    /// Those of some images that the words of a failed pull are about. Compose pulls all at once and gives up all with the first, so only
    /// the words tell which it was.
    /// </summary>
    /// <param name="references">The images that were pulled.</param>
    /// <param name="words">What the registry said.</param>
    /// <returns>All of them when the words fit none.</returns>
    public static IReadOnlyList<string> MeantBy(IReadOnlyList<string> references, string words)
    {
        Func<string, string>[] marks = [reference => reference, reference => $"/v2/{Of(reference).Path}/", reference => Of(reference).Path, reference => Of(reference).Registry];
        return marks
            .Select(mark => references.Where(reference => mark(reference) is { Length: > 0 } part && words.Contains(part, StringComparison.Ordinal)).ToList())
            .FirstOrDefault(meant => meant.Count > 0) ?? references;
    }
}
