using System.Collections.Immutable;
using ComposeExecutor.Pods.Lifecycle;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods;

/// <summary>What a pod looks like at one moment, for people who watch it.</summary>
/// <param name="Addresses">The pod's addresses; empty before its infra container runs.</param>
/// <param name="Services">Its services, by name.</param>
public sealed record PodView(ImmutableArray<string> Addresses, ImmutableArray<ServiceView> Services);

/// <summary>What a service of a pod looks like at one moment.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Ports">The ports it publishes.</param>
public sealed record ServiceView(string Name, ServiceState State, ImmutableArray<PortMapping> Ports);
