namespace AgentEmulator;

/// <summary>What a field of a message holds.</summary>
internal enum FieldKind
{
    Text,
    Bytes,
    Number,
    Flag,

    /// <summary>One of an enumeration's names.</summary>
    Name,

    Message,
}
