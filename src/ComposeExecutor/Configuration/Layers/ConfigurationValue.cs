using System.Collections.Immutable;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>One value as a layer gave it, before anything is known about its meaning.</summary>
internal sealed record ConfigurationValue
{
    /// <summary>The full key, its sections separated by dots.</summary>
    public required string Key { get; init; }

    /// <summary>The layer it comes from.</summary>
    public required LayerKind Layer { get; init; }

    /// <summary>Where exactly: <c>file:line</c>, or the name of a variable or label.</summary>
    public required string Origin { get; init; }

    /// <summary>The text, or for a sequence its elements as far as they can be shown.</summary>
    public required string Text { get; init; }

    /// <summary>The elements of a sequence, or null when it is a single text.</summary>
    public ImmutableArray<string>? Elements { get; init; }

    /// <summary>Whether a sequence holds something else than plain texts.</summary>
    public bool IsNested { get; init; }

    /// <summary>Whether it is a YAML sequence.</summary>
    public bool IsSequence => Elements is not null;

    /// <summary>
    /// The value as a list: the elements of a sequence, or the parts of a comma-separated text, without blanks and empty ones.
    /// </summary>
    public ImmutableArray<string> ToList() =>
    [
        .. (Elements ?? [.. Text.Split(',')]).Select(element => element.Trim()).Where(element => element.Length > 0),
    ];
}
