namespace AgentEmulator;

/// <content>The agent's own restarts.</content>
public sealed partial class Agent
{
    /// <summary>Ends the agent's process, as it were: its connections break, and new ones are refused.</summary>
    public async Task GoDownAsync()
    {
        lock (_gate)
        {
            ThrowIfDown();
            _phase = AgentPhase.Down;
            _lifeNumber++;
            _isDisconnectedByAgent = true;
            _withheld.Clear();
            _executor = (Options.Checkpoint, _executor) switch
            {
                (false, _) => ExecutorPhase.Unknown,
                (true, ExecutorPhase.Terminating) => ExecutorPhase.Terminating,
                (true, _) => ExecutorPhase.Registering,
            };
            Timeline.Record(TimelineKind.Down, "the agent is gone: connections are refused");
            _stream?.Abort("by the agent: it went down");
            _stream = null;
        }

        await _front.CloseAsync();
    }

    /// <summary>
    /// Starts the agent again, on the same port. With checkpointing it first recovers: for the given time every call is answered 503; then
    /// for <see cref="AgentOptions.SubscriptionBackoffMax"/> only SUBSCRIBE is taken, and an executor that has not subscribed at the end
    /// of that is destroyed. Without checkpointing it does not know its executor any more.
    /// </summary>
    /// <param name="recovering">How long every call is answered 503.</param>
    public async Task ComeBackAsync(TimeSpan recovering = default)
    {
        int life;
        lock (_gate)
        {
            if (_phase != AgentPhase.Down)
                throw new InvalidOperationException("The agent is not down.");

            _phase = recovering > TimeSpan.Zero ? AgentPhase.Recovering : AfterRecovering;
            life = _lifeNumber;
        }

        await _front.ListenAsync(Port);
        Timeline.Record(TimelineKind.Up, $"the agent listens again on {Endpoint}");
        if (_phase != AgentPhase.Running)
            _ = RecoverAsync(recovering, life, _life.Token);
    }

    private AgentPhase AfterRecovering => Options.Checkpoint ? AgentPhase.Reconnecting : AgentPhase.Running;

    private async Task RecoverAsync(TimeSpan recovering, int life, CancellationToken cancellationToken)
    {
        // Both from now on, so that whoever holds the clock can move it by any amount at any time.
        var reconnecting = PauseAsync(recovering, cancellationToken);
        var running = PauseAsync(recovering + Options.SubscriptionBackoffMax, cancellationToken);

        if (recovering > TimeSpan.Zero
            && (!await reconnecting || !Enter(AfterRecovering, "the agent knows its executor again", life)))
        {
            return;
        }

        if (!Options.Checkpoint || !await running || !Enter(AgentPhase.Running, "the agent has recovered", life))
            return;

        bool isMissing;
        lock (_gate)
            isMissing = _executor == ExecutorPhase.Registering && _ledger.HasDeliveredTasks;
        if (isMissing)
            Destroy($"the executor did not subscribe again within {MesosDuration.Format(Options.SubscriptionBackoffMax)}");
    }

    private bool Enter(AgentPhase phase, string summary, int life)
    {
        lock (_gate)
        {
            if (life != _lifeNumber || _phase == AgentPhase.Down)
                return false;

            _phase = phase;
            Timeline.Record(TimelineKind.Recovered, summary, state: phase.ToString());
            return true;
        }
    }
}
