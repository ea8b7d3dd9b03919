namespace ComposeExecutor.Mesos;

/// <summary>
/// Where an <see cref="AgentConnection"/> is. New → Subscribing ⇄ Subscribed, Away → Subscribing; Lost and Closed are final.
/// </summary>
internal enum AgentConnectionState
{
    /// <summary>Nobody has asked for events yet.</summary>
    New,

    /// <summary>SUBSCRIBE is on its way, with all that was unacknowledged when it was written.</summary>
    Subscribing,

    /// <summary>Events come in, and updates go out one by one.</summary>
    Subscribed,

    /// <summary>Disconnected; updates wait for the next SUBSCRIBE.</summary>
    Away,

    /// <summary>Given up.</summary>
    Lost,

    /// <summary>Disposed of.</summary>
    Closed,
}
