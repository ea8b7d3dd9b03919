using ComposeExecutor.Compose;
using ComposeExecutor.Configuration;
using ComposeExecutor.Docker;
using ComposeExecutor.Pods.Output;
using Microsoft.Extensions.Logging;

namespace ComposeExecutor.Pods;

/// <summary>What a pod works with.</summary>
/// <param name="Engine">The engine it runs on.</param>
/// <param name="Compose">Renders and creates it.</param>
/// <param name="Credentials">Where Compose takes the credentials of registries from.</param>
/// <param name="Settings">The settings that hold for it.</param>
/// <param name="Console">Where its services' lines are shown; null for nowhere.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Where its history is told.</param>
public sealed record PodDependencies(
    DockerEngine Engine,
    ComposeCommand Compose,
    RegistryCredentials Credentials,
    Settings Settings,
    ServiceConsole? Console,
    TimeProvider Time,
    ILogger Log);
