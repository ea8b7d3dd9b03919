namespace ComposeExecutor.Pods.Launch.Images;

/// <summary>
/// What a failed pull is, by the words in which the registry or the engine told it. They carry no code, so words are all there is
/// to go by; what is not recognised is tried again, and so costs time but no pod.
/// </summary>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Words">The words.</param>
internal sealed record PullFailure(PullFailureKind Kind, string Words)
{
    // What is certain to pass comes before the other lists: a registry that limits its clients also says "denied", and the name
    // of an image is among the words and may be any of them.
    private static readonly string[] Passing =
    [
        "toomanyrequests", "too many requests", "500 Internal", "502 Bad Gateway", "503 Service", "504 Gateway",
        "timeout", "connection refused", "connection reset", "no such host", "EOF",
    ];

    private static readonly string[] Denied =
        ["unauthorized", "denied", "no basic auth credentials", "authentication required", "error getting credentials", "403 Forbidden"];

    private static readonly string[] Unknown = ["manifest unknown", "name unknown", "not found", "repository name not known", "invalid reference format"];

    private static readonly string[] OtherPlatform = ["no matching manifest", "does not match the specified platform", "no match for platform"];

    /// <summary>Whether it can be expected to be the same the next time.</summary>
    public bool IsLasting => Kind != PullFailureKind.Passing;

    /// <summary>Reads the words.</summary>
    /// <param name="words">What Compose printed of it.</param>
    public static PullFailure Of(string words)
    {
        var kind = Has(words, OtherPlatform) ? PullFailureKind.OtherPlatform
            : Has(words, Passing) ? PullFailureKind.Passing
            : Has(words, Denied) ? PullFailureKind.Denied
            : Has(words, Unknown) ? PullFailureKind.Unknown
            : PullFailureKind.Passing;
        return new PullFailure(kind, words);
    }

    private static bool Has(string words, string[] any) => any.Any(some => words.Contains(some, StringComparison.OrdinalIgnoreCase));
}
