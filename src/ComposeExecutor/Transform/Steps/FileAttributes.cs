using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;

namespace ComposeExecutor.Transform.Steps;

/// <summary>Whose a config or secret is to be inside of a container, and who may read it.</summary>
/// <param name="UserId">The owner; null where the file does not say.</param>
/// <param name="GroupId">The group; null where the file does not say.</param>
/// <param name="Mode">The permissions; null where the file does not say.</param>
internal sealed record FileAttributes(int? UserId, int? GroupId, UnixFileMode? Mode)
{
    private const int AllBits = 0xFFF;

    /// <summary>Whether the file asks for none of them.</summary>
    public bool AreDefault => UserId is null && GroupId is null && Mode is null;

    /// <summary>Whether somebody is to own it.</summary>
    public bool HaveOwner => UserId is not null || GroupId is not null;

    /// <summary>What a service's entry asks for.</summary>
    /// <param name="reference">The entry, in Compose's long form.</param>
    /// <param name="where">The service and the entry, to begin a sentence with.</param>
    /// <exception cref="TransformException">One of them is not what it has to be.</exception>
    public static FileAttributes Of(JsonObject reference, string where) => new(
        Id(reference, "uid", where),
        Id(reference, "gid", where),
        reference["mode"] is JsonValue mode ? ModeOf(mode, where) : null);

    /// <summary>A name that differs wherever the attributes do.</summary>
    /// <param name="name">The name without attributes.</param>
    public string Variant(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}{(UserId is { } user ? $"-u{user}" : "")}{(GroupId is { } group ? $"-g{group}" : "")}{(Mode is { } mode ? $"-{Convert.ToString((int)mode, 8).PadLeft(4, '0')}" : "")}");

    private static int? Id(JsonObject reference, string field, string where) =>
        reference[field] is not { } node ? null
        : node.AsInteger() is { } id and >= 0 ? id
        : throw new TransformException($"{where} has {field}: {node.ToJsonString()}, which is not a number: only the image knows names.");

    // Compose prints the number that it has read, and since 2.27 the octal digits as a text.
    private static UnixFileMode ModeOf(JsonValue mode, string where)
    {
        var bits = mode.GetValueKind() == JsonValueKind.String ? Octal(mode.GetValue<string>()) : mode.AsInteger();
        return bits is >= 0 and <= AllBits
            ? (UnixFileMode)bits
            : throw new TransformException($"{where} has mode: {mode.ToJsonString()}, which are no permissions: write them in octal, like 0440.");
    }

    private static int? Octal(string digits) =>
        digits.Length is > 0 and <= 10 && digits.All(digit => digit is >= '0' and <= '7') ? (int)Convert.ToInt64(digits, 8) : null;
}
