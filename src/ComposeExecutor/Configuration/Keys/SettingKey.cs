using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ComposeExecutor.Configuration.Layers;
using ComposeExecutor.Configuration.Values;

namespace ComposeExecutor.Configuration.Keys;

/// <summary>One key that can be configured, as documented and as read.</summary>
internal abstract class SettingKey
{
    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary>The value that applies when nothing is set, written as a user would.</summary>
    public required string Default { get; init; }

    /// <summary>What it does, for the documentation.</summary>
    public required string Meaning { get; init; }

    /// <summary>A value as a user would write it.</summary>
    public required string Example { get; init; }

    /// <summary>How dce-go's key of the same name differs, <c>the same</c>, or empty when it has none.</summary>
    public string InDceGo { get; init; } = "";

    /// <summary>What dce-go made of a number without a unit, where that was something else; empty otherwise.</summary>
    public string BareNumberInDceGo { get; init; } = "";

    /// <summary>Who may set it.</summary>
    public KeyScope Scope { get; init; }

    /// <summary>What values are allowed, to complete the sentence "… is not …".</summary>
    public abstract string Allowed { get; }

    /// <summary>The values themselves, where there are only a few; empty otherwise.</summary>
    public abstract ImmutableArray<string> Choices { get; }
}

/// <summary>One key with the type of its values.</summary>
internal sealed class SettingKey<T>(ValueKind<T> kind) : SettingKey
{
    /// <inheritdoc/>
    public override string Allowed => kind.Allowed;

    /// <inheritdoc/>
    public override ImmutableArray<string> Choices => kind.Choices;

    /// <summary>Reads a value, unless it is not allowed.</summary>
    public bool TryRead(ConfigurationValue value, [MaybeNullWhen(false)] out T result) => kind.Parser(value, out result);

    /// <summary>The typed default.</summary>
    public T ReadDefault() =>
        TryRead(new ConfigurationValue { Key = Name, Layer = LayerKind.Operator, Origin = "default", Text = Default }, out var result)
            ? result
            : throw new InvalidOperationException($"The default '{Default}' of {Name} is not {Allowed}.");
}
