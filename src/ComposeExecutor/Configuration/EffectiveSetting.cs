namespace ComposeExecutor.Configuration;

/// <summary>One setting as it is in force.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Value">Its value as it was written, with what is secret in it masked; empty for an empty one.</param>
/// <param name="Origin">Where it comes from: <c>default</c>, <c>file:line</c>, or the name of a variable or label.</param>
/// <param name="Locked">Whether the operator lets nobody else set it.</param>
public sealed record EffectiveSetting(string Key, string Value, string Origin, bool Locked);
