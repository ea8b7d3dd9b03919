using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentEmulator;

/// <summary>One thing that happened between the agent and its executor.</summary>
/// <param name="Number">Its place in the timeline, from 0.</param>
/// <param name="Timestamp">The monotonic clock's reading, for exact differences between entries.</param>
/// <param name="At">The time since the timeline began.</param>
/// <param name="WallTime">The wall clock's time.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Summary">It in one readable line.</param>
public sealed record TimelineEntry(
    int Number, long Timestamp, TimeSpan At, DateTimeOffset WallTime, TimelineKind Kind, string Summary)
{
    /// <summary>The type of the event or call (<c>LAUNCH</c>, <c>UPDATE</c>), where there is one.</summary>
    public string? Type { get; init; }

    /// <summary>The task concerned, where there is one.</summary>
    public string? TaskId { get; init; }

    /// <summary>The task's state (<c>TASK_RUNNING</c>), for updates and declarations; the phase a recovering agent enters.</summary>
    public string? State { get; init; }

    /// <summary>The HTTP status of an answer, the exit code of a process, or the number of a signal.</summary>
    public int? Code { get; init; }

    /// <summary>
    /// The whole of it as JSON: the event, the call, the status. <see cref="JsonValueKind.Undefined"/> when there is none.
    /// </summary>
    public JsonElement Detail { get; init; }

    /// <summary>The entry as a line for people.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,9:0.0000}s  {Title(Kind),-24} {Summary}");

    private static string Title(TimelineKind kind)
    {
        var title = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsUpper(letter) && title.Length > 0)
                title.Append(' ');
            title.Append(char.ToLowerInvariant(letter));
        }

        return kind is TimelineKind.Violation ? title.ToString().ToUpperInvariant() : title.ToString();
    }
}
