using System.Collections.Immutable;

namespace ComposeExecutor.Transform;

/// <summary>What an image says of the containers made from it, as far as the transform depends on it.</summary>
/// <param name="ExposedPorts">Its <c>EXPOSE</c> entries as the engine prints them: <c>80/tcp</c>.</param>
/// <param name="HealthTest">Its <c>HEALTHCHECK</c> as the engine prints it: <c>CMD-SHELL</c> or <c>CMD</c>, then the command; empty when it has none.</param>
public sealed record ImageFacts(ImmutableArray<string> ExposedPorts, ImmutableArray<string> HealthTest);
