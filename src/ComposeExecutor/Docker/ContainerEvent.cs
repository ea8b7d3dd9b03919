namespace ComposeExecutor.Docker;

/// <summary>Something that happened to a container, by the engine's account.</summary>
/// <param name="ContainerId">The container.</param>
/// <param name="Action">What happened: <c>create</c>, <c>start</c>, <c>die</c>, …</param>
/// <param name="Service">The Compose service that the container belongs to; empty when it belongs to none.</param>
public sealed record ContainerEvent(string ContainerId, string Action, string Service);
