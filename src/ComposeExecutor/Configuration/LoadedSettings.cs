using System.Collections.Immutable;

namespace ComposeExecutor.Configuration;

/// <summary>The settings in force, and what the reader of the log should know about how they came to be.</summary>
/// <param name="Settings">The settings in force.</param>
/// <param name="Effective">The same one by one, in the order of the documentation, with where each comes from.</param>
/// <param name="Notes">
/// One line each, with its origin: unknown keys, keys of dce-go that have no effect here, values that dce-go read differently.
/// </param>
public sealed record LoadedSettings(Settings Settings, ImmutableArray<EffectiveSetting> Effective, ImmutableArray<string> Notes);
