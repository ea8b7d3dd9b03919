using System.Collections.Immutable;
using ComposeExecutor.Pods.Lifecycle;
using ComposeExecutor.Transform;

namespace ComposeExecutor.Pods;

/// <summary>What a pod looks like at one moment, for people who watch it.</summary>
/// <param name="Services">Its services, by name.</param>
public sealed record PodView(ImmutableArray<ServiceView> Services);

/// <summary>What a service of a pod looks like at one moment.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Addresses">Its addresses, or those of the network that it shares; empty before it runs.</param>
/// <param name="Ports">The ports it publishes.</param>
public sealed record ServiceView(string Name, ServiceState State, ImmutableArray<string> Addresses, ImmutableArray<PortMapping> Ports);
