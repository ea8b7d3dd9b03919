using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>
/// Makes a tree of a YAML text, of bounded depth and size. Reads the parser's events, since YamlDotNet's own trees are built by
/// unbounded recursion and its deserializer by reflection.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>How deep sections may be nested.</summary>
    public const int MaxDepth = 16;

    private readonly Parser parser;
    private readonly Dictionary<AnchorName, YamlNode> anchors = [];

    private YamlReader(string text) => parser = new Parser(new StringReader(text));

    /// <summary>Reads the only document of a text.</summary>
    /// <returns>The document, or null when the text holds comments at most.</returns>
    /// <exception cref="YamlException">The text is not YAML, or more than is accepted here. It knows the line and column.</exception>
    public static YamlNode? Read(string text)
    {
        try
        {
            return new YamlReader(text).ReadStream();
        }
        catch (Exception exception) when (exception is not YamlException)
        {
            // The scanner answers some malformed escapes and directives with whatever exception its conversions throw.
            throw new YamlException(Mark.Empty, Mark.Empty, exception.Message, exception);
        }
    }

    private YamlNode? ReadStream()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
            return null;

        parser.Consume<DocumentStart>();
        var root = ReadNode(depth: 0);
        parser.Consume<DocumentEnd>();
        return parser.Accept<StreamEnd>(out _) ? root : throw Refuse("a second document begins here; only one is read");
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaxDepth)
            throw Refuse($"nested more than {MaxDepth} deep");

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            // An anchor is known once its node is complete: an alias inside of its own node, a cycle, finds nothing.
            return anchors.TryGetValue(alias.Value, out var target)
                ? target
                : throw new YamlException(alias.Start, alias.End, $"no anchor '{alias.Value}' before this alias");
        }

        var start = parser.Current as NodeEvent ?? throw Refuse("a value is expected");
        YamlNode node = start switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(depth),
            MappingStart => ReadMapping(depth),
            _ => throw Refuse("a value is expected"),
        };
        if (!start.Anchor.IsEmpty)
            anchors[start.Anchor] = node;
        return node;
    }

    private YamlScalar ReadScalar()
    {
        var scalar = parser.Consume<Scalar>();
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
        return new YamlScalar(scalar.Start.Line, scalar.Value, isNull);
    }

    private YamlSequence ReadSequence(int depth)
    {
        var start = parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new YamlSequence(start.Start.Line, items.ToImmutable());
    }

    private YamlMapping ReadMapping(int depth)
    {
        var start = parser.Consume<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<YamlScalar, YamlNode>>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.Accept<Scalar>(out _))
                throw Refuse("a key must be a plain text");
            var key = ReadNode(depth + 1) as YamlScalar;
            entries.Add(new(key!, ReadNode(depth + 1)));
        }

        return new YamlMapping(start.Start.Line, entries.ToImmutable());
    }

    private YamlException Refuse(string what) =>
        new(parser.Current?.Start ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, what);
}
