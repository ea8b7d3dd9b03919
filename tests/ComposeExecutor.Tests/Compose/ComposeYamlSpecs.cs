using System.Text;
using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using CsCheck;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ComposeExecutor.Tests.Compose;

public sealed class ComposeYamlSpecs
{
    public static TheoryData<string> TrickyTexts => [.. RandomJson.TrickyTexts];

    [Theory]
    [MemberData(nameof(TrickyTexts))]
    public void Every_string_stays_that_string(string text) => ShouldComeBack(new JsonObject { ["x"] = text });

    [Theory]
    [MemberData(nameof(TrickyTexts))]
    public void Every_key_stays_that_key(string text) => ShouldComeBack(new JsonObject { [text] = "x" });

    [Fact]
    public void Every_project_comes_back_as_it_was() => RandomJson.Object(3).Sample(ShouldComeBack, iter: 300);

    [Fact]
    public void Control_characters_never_stand_in_the_file_itself() =>
        RandomJson.Object(2).Sample(json =>
            Write(json, ["a\u0007\0b\u001b\u0085\u2028c\u007f"]).All(character => character is '\n' or '\t' || !(char.IsControl(character) || character is '\u2028' or '\u2029')));

    [Theory]
    [InlineData("a\nservices: {}")]
    [InlineData("a\r\nservices: {}")]
    [InlineData("a\rservices: {}")]
    [InlineData("a\u0085services: {}")]
    [InlineData("a\u2028services: {}")]
    [InlineData("a\u2029services: {}")]
    [InlineData("a\fservices: {}")]
    [InlineData("a\vservices: {}")]
    public void A_line_of_the_heading_stays_one_comment(string line) =>
        Write([], [line]).ShouldStartWith("# a services: {}\n\n");

    [Fact]
    public void A_project_is_written_in_the_order_in_which_people_write_one() =>
        Write((JsonObject)JsonNode.Parse("""{"x-a":1,"secrets":{},"configs":{},"volumes":{},"networks":{},"services":{},"name":"p"}""")!, ["One.", "Two."])
            .ShouldBe("# One.\n# Two.\n\nname: p\nservices: {}\nnetworks: {}\nvolumes: {}\nconfigs: {}\nsecrets: {}\nx-a: 1\n");

    private static void ShouldComeBack(JsonObject project)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Write(project, ["A heading."])));
        var root = yaml.Documents.ShouldHaveSingleItem().RootNode;
        if (!Same(project, root))
            throw new ShouldAssertException($"{project.ToJsonString()} became\n{Write(project, [])}");
    }

    private static string Write(JsonObject project, string[] heading)
    {
        using var writer = new StringWriter();
        ComposeYaml.Write(ComposeModel.Parse(Encoding.UTF8.GetBytes(project.ToJsonString())), heading, writer);
        return writer.ToString();
    }

    // A string is a string by its quotes, or because no reader takes it for anything else; everything else is plain.
    private static bool Same(JsonNode? json, YamlNode yaml) => (json, yaml) switch
    {
        (JsonObject fields, YamlMappingNode mapping) => fields.Count == mapping.Children.Count
            && fields.All(field => mapping.Children.Any(child => Same(JsonValue.Create(field.Key), child.Key) && Same(field.Value, child.Value))),
        (JsonArray items, YamlSequenceNode sequence) => items.Count == sequence.Children.Count && items.Zip(sequence.Children).All(pair => Same(pair.First, pair.Second)),
        (JsonValue value, YamlScalarNode scalar) when value.TryGetValue<string>(out var text) =>
            scalar.Value == text && (scalar.Style == ScalarStyle.DoubleQuoted || !RandomJson.TrickyTexts.Except(RandomJson.PlainTexts).Contains(text)),
        (null, YamlScalarNode scalar) => scalar is { Value: "null", Style: ScalarStyle.Plain },
        (JsonValue value, YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value == value.ToJsonString(),
        _ => false,
    };
}
