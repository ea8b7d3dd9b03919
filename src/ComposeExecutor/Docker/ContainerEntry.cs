namespace ComposeExecutor.Docker;

/// <summary>A container as the engine lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Service">The Compose service that it belongs to; empty when it belongs to none.</param>
public sealed record ContainerEntry(string Id, string Service);
