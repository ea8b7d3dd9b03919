using System.Collections.Immutable;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>A part of a YAML file. An alias is the very node its anchor stands for, so no file grows by being read.</summary>
/// <param name="line">The line it begins on, from 1.</param>
internal abstract class YamlNode(long line)
{
    /// <summary>The line it begins on, from 1.</summary>
    public long Line { get; } = line;
}

/// <summary>A single value.</summary>
internal sealed class YamlScalar(long line, string text, bool isNull) : YamlNode(line)
{
    /// <summary>The value as text.</summary>
    public string Text { get; } = text;

    /// <summary>Whether nothing, <c>~</c> or <c>null</c> stands there, unquoted.</summary>
    public bool IsNull { get; } = isNull;
}

/// <summary>A list.</summary>
internal sealed class YamlSequence(long line, ImmutableArray<YamlNode> items) : YamlNode(line)
{
    /// <summary>The elements in order.</summary>
    public ImmutableArray<YamlNode> Items { get; } = items;
}

/// <summary>Keys with values.</summary>
internal sealed class YamlMapping(long line, ImmutableArray<KeyValuePair<YamlScalar, YamlNode>> entries) : YamlNode(line)
{
    /// <summary>The entries in order; a key may occur more than once.</summary>
    public ImmutableArray<KeyValuePair<YamlScalar, YamlNode>> Entries { get; } = entries;
}
