using System.Globalization;
using System.Text.RegularExpressions;

namespace ComposeExecutor.Compose;

/// <summary>When the image of a service is pulled or built.</summary>
/// <param name="Kind">What it goes by.</param>
/// <param name="Age">For <see cref="PullPolicyKind.Aged"/>, how long ago the last pull may be.</param>
public sealed partial record PullPolicy(PullPolicyKind Kind, TimeSpan Age = default)
{
    // Longer than this no image lives; it keeps the sum of what a file writes within what a time span can hold.
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(3650);

    /// <summary>Reads a service's <c>pull_policy</c> (compose specification, "pull_policy").</summary>
    /// <param name="text">The text; null or empty for none.</param>
    /// <returns>The policy; null when the text is none.</returns>
    public static PullPolicy? Parse(string? text) => text switch
    {
        null or "" or "missing" or "if_not_present" => new PullPolicy(PullPolicyKind.Missing),
        "always" => new PullPolicy(PullPolicyKind.Always),
        "never" => new PullPolicy(PullPolicyKind.Never),
        "build" => new PullPolicy(PullPolicyKind.Build),
        "daily" => new PullPolicy(PullPolicyKind.Aged, TimeSpan.FromDays(1)),
        "weekly" => new PullPolicy(PullPolicyKind.Aged, TimeSpan.FromDays(7)),
        _ => Every().Match(text) is { Success: true } every ? new PullPolicy(PullPolicyKind.Aged, Sum(every.Groups["part"].Captures)) : null,
    };

    private static TimeSpan Sum(CaptureCollection parts)
    {
        var days = parts.Sum(part => double.Parse(part.ValueSpan[..^1], CultureInfo.InvariantCulture) * part.ValueSpan[^1] switch
        {
            'w' => 7,
            'd' => 1,
            'h' => 1 / 24d,
            'm' => 1 / 1440d,
            _ => 1 / 86400d,
        });
        return days < LongestAge.TotalDays ? TimeSpan.FromDays(days) : LongestAge;
    }

    [GeneratedRegex("^every_(?<part>[0-9]+[wdhms])+$", RegexOptions.CultureInvariant)]
    private static partial Regex Every();
}
