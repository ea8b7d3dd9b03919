using System.Collections.Immutable;

namespace ComposeExecutor.Compose.Files;

/// <summary>The compose files that a task names.</summary>
/// <param name="Names">As the task gives them: files, folders and archives, in the order in which they are merged; empty when it names none.</param>
/// <param name="Text">A compose file in a label, merged after them; null when there is none.</param>
public sealed record TaskFiles(ImmutableArray<string> Names, InlineText? Text)
{
    /// <summary>What the labels <c>fileName</c>, split at commas, and <c>compose</c> say. Frameworks put prefixes before the keys they
    /// pass on (Aurora's <c>org.apache.aurora.metadata.</c>), so a label whose key ends in <c>.fileName</c> or <c>.compose</c> counts too.</summary>
    /// <param name="labels">The labels of the task, in order.</param>
    /// <exception cref="ComposeException">A text is not one, or there are two.</exception>
    public static TaskFiles In(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var known = labels.ToList();
        var texts = known.Where(label => IsNamed(label.Key, "compose")).DistinctBy(label => label.Value).ToList();
        if (texts.Count > 1)
        {
            throw new ComposeException(
                ComposeFailure.InvalidFiles,
                $"The labels {string.Join(" and ", texts.Select(label => $"'{label.Key}'"))} each have another compose file, and there is no order in which to merge them: keep one.");
        }

        return new TaskFiles(
            [
                .. known
                    .Where(label => IsNamed(label.Key, "fileName"))
                    .SelectMany(label => label.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    .Distinct(),
            ],
            texts is [var text] ? InlineText.Read(text.Key, text.Value) : null);
    }

    private static bool IsNamed(string key, string name) => key == name || key.EndsWith($".{name}", StringComparison.Ordinal);
}
