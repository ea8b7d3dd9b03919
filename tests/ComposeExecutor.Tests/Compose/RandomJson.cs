using System.Text.Json.Nodes;
using CsCheck;

namespace ComposeExecutor.Tests.Compose;

/// <summary>JSON as a compose file could hold it, and as nobody would write it.</summary>
internal static class RandomJson
{
    /// <summary>Texts that a YAML reader takes for something else when they are not quoted.</summary>
    public static readonly string[] TrickyTexts =
    [
        "", " ", "y", "Y", "n", "yes", "No", "on", "OFF", "true", "False", "null", "Null", "~", "1", "-1", "1e3", "1_000", "0x1f", "0o17", "017", "12:30", "12:30:45",
        "1.", ".5", ".inf", "-.INF", ".nan", "2001-01-01", "2001-12-14t21:59:43.10-05:00", "=", "<<", "- x", "-", "? x", "?", ": ", "a: b", "a:", "# x", "a # b", "a#b",
        "[a]", "{a}", "{a: b}", "a, b", "&a", "*a", "!a", "!!str a", "|", ">", "|-", "%TAG", "@a", "`a`", "'", "''", "\"", "\\", "\\n", "---", "...", "--- a",
        " leading", "trailing ", "\ttab", "tab\t", "a\nb", "a\n", "\n", "\na", "a\r\nb", "\r", "a\n\n  b\n", "\u0000", "\u0007", "\u001b[0m", "\u007f", "\u0085", "\u00a0",
        "\u2028", "\u2029", "\ufeff", "\ufeffx", "é", "ü ö", "日本語", "😀", "a😀b", "\ue000", "\ufffd", "${A}", "$$A", "$", "/", "/a/b", "a=b", "A=", "-c", "--x=y", "0", "00", "+1",
    ];

    /// <summary>Those of them that need no quotes all the same.</summary>
    public static readonly string[] PlainTexts = ["${A}", "$$A", "$", "/", "/a/b", "a=b", "A="];

    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.OneOf(TrickyTexts),
        Gen.String.AlphaNumeric,
        Gen.Char["aZ0 \t\n\r:#-?,[]{}&*!|>'\"%@`~=<.$\\/é日\u0001\u0085\u2028\ufeff"].Array[0, 12].Select(characters => new string(characters)),
        Gen.Select(Gen.OneOf(TrickyTexts), Gen.OneOf(TrickyTexts), (one, other) => one + other),
        Gen.OneOf("a", "a b", "😀", " ", "- ").Select(text => string.Concat(Enumerable.Repeat(text, 300))));

    /// <summary>Any value, nested so deep at most.</summary>
    public static Gen<JsonNode?> Node(int depth)
    {
        var scalar = Gen.OneOf(
            Text.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Long.Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Double[-1e6, 1e6].Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Const((JsonNode?)null));
        if (depth == 0)
            return scalar;
        var inner = Node(depth - 1);
        return Gen.Frequency(
            (3, scalar),
            (1, inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
            (2, Object(inner).Select(JsonNode? (item) => item)));
    }

    /// <summary>An object of such values.</summary>
    public static Gen<JsonObject> Object(int depth) => Object(Node(depth));

    private static Gen<JsonObject> Object(Gen<JsonNode?> inner) =>
        Gen.Dictionary(Text, inner)[0, 4].Select(fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))));
}
