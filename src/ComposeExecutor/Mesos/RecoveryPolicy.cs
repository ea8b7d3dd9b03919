namespace ComposeExecutor.Mesos;

/// <summary>
/// Decides whether and when to subscribe again (Mesos <c>docs/executor-http-api.md</c>, "Disconnections"). Knows the time, counted from
/// the first try, only from its caller.
/// </summary>
/// <param name="environment">What the agent allows.</param>
/// <param name="random">Spreads the tries of many executors whose agent went away.</param>
internal sealed class RecoveryPolicy(AgentEnvironment environment, Random random)
{
    /// <summary>
    /// What an agent allows an executor for its first subscription (the default of its <c>--executor_registration_timeout</c>).
    /// </summary>
    public static readonly TimeSpan RegistrationTimeout = TimeSpan.FromMinutes(1);

    /// <summary>An agent answers in milliseconds or is in trouble.</summary>
    public static readonly TimeSpan LongestPatience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private TimeSpan _awaySince;
    private bool _everSubscribed;
    private int _tries;

    /// <summary>How long to wait for the first event of a try that begins now.</summary>
    public TimeSpan Patience(TimeSpan now) =>
        Min(LongestPatience, environment.Checkpoint ? Max(ShortestPatience, Left(now)) : LongestPatience);

    /// <summary>How long to wait before the next try, or null to give the agent up.</summary>
    public TimeSpan? DelayAfter(SubscriptionEnd end, TimeSpan now)
    {
        if (end.Lasted is { } lasted)
        {
            _everSubscribed = true;
            _awaySince = now;

            // An agent that accepts and hangs up at once is not asked again and again without a pause.
            if (lasted >= environment.SubscriptionBackoffMax)
                _tries = 0;
        }

        // Such an agent forgets its executors when it goes. But when it was this side that hung up, the agent may well be there: one try.
        var deserted = !environment.Checkpoint && _everSubscribed && (end.Lasted is null || end.ByAgent);
        var left = Left(now);
        return deserted || left <= TimeSpan.Zero ? null : Min(Backoff(), left);
    }

    private TimeSpan Left(TimeSpan now) =>
        _awaySince + (environment.Checkpoint ? Min(environment.RecoveryTimeout, TimeSpan.FromDays(365)) : RegistrationTimeout) - now;

    /// <summary>
    /// Doubles from a few milliseconds, since most absences are short, to half of what the agent allows: an agent that restarts expects
    /// to hear from each executor within the whole of it.
    /// </summary>
    private TimeSpan Backoff()
    {
        var step = FirstDelay * (1 << Math.Min(_tries++, 12));
        var ceiling = Min(environment.SubscriptionBackoffMax, LongestDelay) / 2;
        return Min(step, ceiling) * (0.5 + (random.NextDouble() / 2));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
