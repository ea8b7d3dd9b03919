namespace ComposeExecutor.Mesos;

/// <summary>How one try to be subscribed ended.</summary>
/// <param name="Reason">For the log and, when no other try follows, for whoever looks into why the pods were ended.</param>
/// <param name="Lasted">How long events came, or null when not a single one did.</param>
/// <param name="ByAgent">Whether the agent's side ended it, rather than this side because an update could not be delivered.</param>
internal readonly record struct SubscriptionEnd(string Reason, TimeSpan? Lasted, bool ByAgent = true);
