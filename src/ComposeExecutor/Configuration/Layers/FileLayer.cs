using YamlDotNet.Core;

namespace ComposeExecutor.Configuration.Layers;

/// <summary>The layer of a YAML file: its nested sections become dotted keys.</summary>
internal sealed class FileLayer
{
    // Aliases let a small file say much; this is many times what there is to configure.
    private const int MaxEntries = 1000;

    private readonly string path;
    private readonly Findings findings;
    private readonly ConfigurationLayer layer;
    private int entries;

    private FileLayer(LayerKind kind, string path, Findings findings)
    {
        this.path = path;
        this.findings = findings;
        layer = new ConfigurationLayer(kind);
    }

    /// <summary>Reads a file; without one, or with an empty one, the layer is empty.</summary>
    /// <param name="kind">Which layer it is.</param>
    /// <param name="path">The file, or null for none.</param>
    /// <param name="followLinks">Whether the file may be a symbolic link.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static ConfigurationLayer Read(LayerKind kind, string? path, bool followLinks, Findings findings)
    {
        // Nothing of YamlDotNet is touched unless there is a file: starting without one costs nothing.
        return path is not null && ConfigurationFile.Read(path, followLinks, findings) is { } text
            ? new FileLayer(kind, path, findings).Parse(text)
            : new ConfigurationLayer(kind);
    }

    private ConfigurationLayer Parse(string text)
    {
        try
        {
            switch (YamlReader.Read(text))
            {
                case null or YamlScalar { IsNull: true }:
                    break;
                case YamlMapping mapping:
                    AddMapping(prefix: "", mapping, depth: 0);
                    break;
                case { } other:
                    findings.Problems.Add(
                        $"{path}:{other.Line}: must hold keys with values, such as 'launchtask:' with 'timeout: 5m' below it");
                    break;
            }
        }
        catch (YamlException exception)
        {
            findings.Problems.Add($"{path}:{exception.Start.Line}:{exception.Start.Column}: not valid YAML: {OneLine(exception)}");
        }

        return layer;
    }

    private void AddMapping(string prefix, YamlMapping mapping, int depth)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            if (++entries > MaxEntries)
                throw Refuse(key, $"more than {MaxEntries} entries");
            if (depth > YamlReader.MaxDepth)
                throw Refuse(key, $"nested more than {YamlReader.MaxDepth} deep");
            if (key.Text == "<<")
                throw Refuse(key, "merge keys are not supported; write the keys out, or use an alias for each value");
            Add(prefix + key.Text, key, value, depth);
        }
    }

    private void Add(string name, YamlScalar key, YamlNode value, int depth)
    {
        switch (value)
        {
            case YamlMapping section:
                AddMapping(name + '.', section, depth + 1);
                break;
            case YamlSequence sequence:
                Add(ValueOf(name, key, sequence));
                break;
            // A key without a value says nothing, and so changes nothing.
            case YamlScalar { IsNull: false } scalar:
                Add(new ConfigurationValue { Key = name, Layer = layer.Kind, Origin = $"{path}:{key.Line}", Text = scalar.Text });
                break;
        }
    }

    private ConfigurationValue ValueOf(string name, YamlScalar key, YamlSequence sequence)
    {
        var texts = sequence.Items.OfType<YamlScalar>().Select(item => item.Text);
        return new ConfigurationValue
        {
            Key = name,
            Layer = layer.Kind,
            Origin = $"{path}:{key.Line}",
            Text = $"[{string.Join(", ", texts.Take(10))}]",
            Elements = [.. texts],
            IsNested = sequence.Items.Any(item => item is not YamlScalar),
        };
    }

    private void Add(ConfigurationValue value)
    {
        if (layer.Values.TryAdd(value.Key, value))
            return;
        var first = layer.Values[value.Key].Origin;
        findings.Problems.Add($"{value.Origin}: {Findings.Plain(value.Key)} is already set at {first}; keep one of the two");
    }

    private static YamlException Refuse(YamlScalar at, string what)
    {
        var mark = new Mark(0, at.Line, 1);
        return new YamlException(mark, mark, what);
    }

    private static string OneLine(YamlException exception) => exception.Message.ReplaceLineEndings(" ");
}
