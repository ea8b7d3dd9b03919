using System.Text;

namespace ComposeExecutor.Compose.Files;

/// <summary>A compose file that stands in a label.</summary>
/// <param name="Label">The label's name.</param>
/// <param name="Text">The text, decoded.</param>
public sealed record InlineText(string Label, string Text)
{
    /// <summary>The longest text, in bytes of UTF-8: as much as a compose file may reasonably have, and less than what agents take.</summary>
    public const int MaximumBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a label's value: the text itself, or its bytes in base64.</summary>
    /// <param name="label">The label's name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ComposeException">It is empty, too long, or not a text.</exception>
    public static InlineText Read(string label, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw Unusable(label, "is empty");
        // No compose file is written in these characters alone: it would have neither a colon nor a brace.
        var text = value.All(character => char.IsAsciiLetterOrDigit(character) || "+/-_=\r\n\t ".Contains(character, StringComparison.Ordinal))
            ? Decode(label, value)
            : value;
        return Encoding.UTF8.GetByteCount(text) <= MaximumBytes
            ? new InlineText(label, text)
            : throw Unusable(label, $"is longer than {MaximumBytes >> 10} KiB");
    }

    /// <summary>The label's name alone: the text may hold secrets.</summary>
    public override string ToString() => $"the text in label '{Label}'";

    private static string Decode(string label, string value)
    {
        var digits = string.Concat(value.Where(character => !char.IsWhiteSpace(character))).TrimEnd('=').Replace('-', '+').Replace('_', '/');
        try
        {
            return Strict.GetString(Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '=')));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw Unusable(label, "is neither the text of a compose file nor one in base64");
        }
    }

    private static ComposeException Unusable(string label, string reason) =>
        new(ComposeFailure.InvalidFiles, $"The label '{label}' {reason}. Put a compose file into it, as it is or in base64, or name one with the label 'fileName'.");
}
