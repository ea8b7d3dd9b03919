using System.Text.Json.Nodes;
using ComposeExecutor.Compose;
using CsCheck;

namespace ComposeExecutor.Tests.Compose;

public sealed class ComposeJsonSpecs
{
    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("\"\"", "")]
    [InlineData("12", "12")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("null", null)]
    [InlineData("[\"a\"]", null)]
    [InlineData("{}", null)]
    public void A_scalar_is_a_text_as_it_is_written(string json, string? text) => JsonNode.Parse(json).AsText().ShouldBe(text);

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("\"False\"", false)]
    [InlineData("1", null)]
    [InlineData("\"yes\"", null)]
    [InlineData("[]", null)]
    public void A_boolean_may_be_written_as_a_string(string json, bool? value) => JsonNode.Parse(json).AsBoolean().ShouldBe(value);

    [Theory]
    [InlineData("5", 5)]
    [InlineData("\"5\"", 5)]
    [InlineData("-5", -5)]
    [InlineData("5.5", null)]
    [InlineData("\" 5\"", null)]
    [InlineData("99999999999", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    public void A_whole_number_may_be_written_as_a_string(string json, int? value) => JsonNode.Parse(json).AsInteger().ShouldBe(value);

    [Theory]
    [InlineData("""["a",1,true,null,[],{}]""", "a,1,true")]
    [InlineData("\"a\"", "a")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    public void Texts_are_the_scalars_of_a_list_or_a_single_one(string json, string texts) => string.Join(',', JsonNode.Parse(json).AsTexts()).ShouldBe(texts);

    [Fact]
    public void Every_text_is_read_back_as_it_was_escaped() =>
        Gen.Char["$a{}"].Array[0, 12].Select(characters => new string(characters)).Sample(text => ComposeJson.Unescape(ComposeJson.Escape(text)) == text);

    [Theory]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":"x"}""")]
    [InlineData("{}")]
    public void An_object_is_made_where_none_is(string json)
    {
        var parent = (JsonObject)JsonNode.Parse(json)!;

        parent.ObjectAt("a")["b"] = 1;

        parent.ToJsonString().ShouldBe("""{"a":{"b":1}}""");
    }

    [Fact]
    public void What_is_taken_can_be_put_elsewhere()
    {
        var one = (JsonObject)JsonNode.Parse("""{"a":{"b":1}}""")!;

        var other = new JsonObject { ["c"] = one.Take("a") };

        one.ToJsonString().ShouldBe("{}");
        other.ToJsonString().ShouldBe("""{"c":{"b":1}}""");
    }
}
