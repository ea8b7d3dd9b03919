namespace AgentEmulator;

/// <summary>A field of a message, as the protocol's definition has it.</summary>
internal sealed record Field(string Name, FieldKind Kind)
{
    public bool Required { get; init; }

    public bool Repeated { get; init; }

    /// <summary>The shape of a <see cref="FieldKind.Message"/>.</summary>
    public MessageShape? Message { get; init; }

    /// <summary>The names a <see cref="FieldKind.Name"/> knows.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
