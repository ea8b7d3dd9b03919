using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentEmulator;

/// <summary>Everything that happened, in order. Safe to use from any thread.</summary>
public sealed class Timeline
{
    private readonly Lock _gate = new();
    private readonly List<TimelineEntry> _entries = [];
    private readonly List<Waiter> _waiters = [];
    private readonly TimeProvider _time;
    private readonly long _start;

    /// <summary>Begins a timeline.</summary>
    /// <param name="time">The clock entries are timed with; deadlines are in real time.</param>
    public Timeline(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Raised for each entry, in order and one at a time. A handler must return at once: recording waits for it.</summary>
    public event Action<TimelineEntry>? Recorded;

    /// <summary>The entries so far.</summary>
    public IReadOnlyList<TimelineEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>The entries so far that tell of a broken rule.</summary>
    public IReadOnlyList<TimelineEntry> Violations => [.. Entries.Where(entry => entry.Kind == TimelineKind.Violation)];

    /// <summary>Waits for an entry; one that is there already counts.</summary>
    /// <param name="condition">Asked once for each entry, in order.</param>
    /// <param name="deadline">How long to wait at most.</param>
    /// <returns>The first entry that meets the condition.</returns>
    /// <exception cref="DeadlinePassedException">None came in time.</exception>
    public Task<TimelineEntry> WaitForAsync(Func<TimelineEntry, bool> condition, TimeSpan deadline) =>
        WaitForAsync(condition, deadline, "the awaited entry");

    /// <summary>Waits for an entry; one that is there already counts.</summary>
    /// <param name="condition">Asked once for each entry, in order.</param>
    /// <param name="deadline">How long to wait at most.</param>
    /// <param name="what">What is waited for, for the exception's message.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>The first entry that meets the condition.</returns>
    /// <exception cref="DeadlinePassedException">None came in time.</exception>
    public async Task<TimelineEntry> WaitForAsync(
        Func<TimelineEntry, bool> condition, TimeSpan deadline, string what, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);

        Waiter waiter;
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (condition(entry))
                    return entry;
            }

            waiter = new Waiter(condition);
            _waiters.Add(waiter);
        }

        try
        {
            // In real time: a test that holds the agent's clock still must not wait for ever.
            return await waiter.Found.Task.WaitAsync(deadline, cancellationToken);
        }
        catch (TimeoutException timeout)
        {
            throw new DeadlinePassedException(
                string.Create(CultureInfo.InvariantCulture, $"Waited {deadline.TotalSeconds:0.###} s for {what}. What happened:\n{this}"),
                timeout);
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }
    }

    /// <summary>The whole timeline as lines for people.</summary>
    public override string ToString()
    {
        var entries = Entries;
        return entries.Count == 0 ? "(nothing)" : string.Join('\n', entries);
    }

    internal TimelineEntry Record(
        TimelineKind kind,
        string summary,
        string? type = null,
        string? taskId = null,
        string? state = null,
        int? code = null,
        JsonNode? detail = null)
    {
        // An element of its own: it is immutable, so that readers on any thread share nothing with the agent.
        var element = detail is null ? default : JsonSerializer.SerializeToElement(detail);
        lock (_gate)
        {
            var timestamp = _time.GetTimestamp();
            var entry = new TimelineEntry(
                _entries.Count, timestamp, _time.GetElapsedTime(_start, timestamp), _time.GetUtcNow(), kind, summary)
            {
                Type = type,
                TaskId = taskId,
                State = state,
                Code = code,
                Detail = element,
            };
            _entries.Add(entry);
            Recorded?.Invoke(entry);
            foreach (var waiter in _waiters)
                waiter.Look(entry);
            return entry;
        }
    }

    internal void Violation(string text, string? taskId = null, JsonNode? detail = null) =>
        Record(TimelineKind.Violation, text, taskId: taskId, detail: detail);

    private sealed class Waiter(Func<TimelineEntry, bool> condition)
    {
        public TaskCompletionSource<TimelineEntry> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Look(TimelineEntry entry)
        {
            if (Found.Task.IsCompleted)
                return;

            try
            {
                if (condition(entry))
                    Found.TrySetResult(entry);
            }
            catch (Exception exception)
            {
                // The condition is the waiter's code: its failure is the waiter's, not the recorder's.
                Found.TrySetException(exception);
            }
        }
    }
}
