namespace ComposeExecutor.Pods;

/// <summary>A moment at which something happens, unless it is moved nearer or called off before.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private DateTimeOffset _due = DateTimeOffset.MaxValue;

    public Deadline(TimeProvider time, Action expired)
    {
        _time = time;
        _timer = time.CreateTimer(_ => expired(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets it happen after a while from now, whatever was set before.</summary>
    public void Set(TimeSpan after)
    {
        _due = _time.GetUtcNow() + Bounded(after);
        _timer.Change(Bounded(after), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The same, unless it would happen earlier anyhow.</summary>
    public void Shorten(TimeSpan after)
    {
        if (_time.GetUtcNow() + Bounded(after) < _due)
            Set(after);
    }

    /// <summary>Calls it off.</summary>
    public void Clear()
    {
        _due = DateTimeOffset.MaxValue;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    // Timers count milliseconds in 32 bits.
    private static TimeSpan Bounded(TimeSpan after) => after > TimeSpan.FromDays(40) ? TimeSpan.FromDays(40) : after;
}
