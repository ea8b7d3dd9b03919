using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ComposeExecutor.Configuration.Layers;

namespace ComposeExecutor.Configuration.Values;

/// <summary>Reads one value as it was given.</summary>
internal delegate bool ValueParser<in TSource, T>(TSource source, [MaybeNullWhen(false)] out T value);

/// <summary>What values a key takes.</summary>
/// <param name="Allowed">What is allowed, to complete the sentence "… is not …".</param>
/// <param name="Parser">Reads a value, or refuses it.</param>
internal sealed record ValueKind<T>(string Allowed, ValueParser<ConfigurationValue, T> Parser)
{
    /// <summary>The values themselves, where there are only a few; empty otherwise.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>A kind whose values are single texts, not lists.</summary>
    public static ValueKind<T> Scalar(string allowed, ValueParser<string, T> parser) =>
        new(allowed, (ConfigurationValue source, [MaybeNullWhen(false)] out T value) =>
        {
            if (!source.IsSequence)
                return parser(source.Text.Trim(), out value);
            value = default;
            return false;
        });
}
