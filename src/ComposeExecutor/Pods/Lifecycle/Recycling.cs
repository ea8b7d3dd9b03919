namespace ComposeExecutor.Pods.Lifecycle;

/// <summary>Why a service is being stopped although the pod goes on: so that it can run again.</summary>
/// <param name="Why">What happened, as a sentence without its end.</param>
/// <param name="Failure">How the pod ends if the service's policy does not let it run again; null when it is none of its fault.</param>
public sealed record Recycling(string Why, PodOutcome? Failure);
