using System.Text;
using ComposeExecutor.Compose;
using ComposeExecutor.Compose.Files;
using CsCheck;

namespace ComposeExecutor.Tests.Compose.Files;

public sealed class InlineTextSpecs
{
    private const string Compose = "services:\n  a: { image: 'größe:1' }\n";

    [Theory]
    [InlineData(Compose)]
    [InlineData("{\"services\":{}}")]
    [InlineData(" services:\n")]
    public void A_text_is_taken_as_it_is(string text) => InlineText.Read("compose", text).Text.ShouldBe(text);

    [Fact]
    public void A_text_in_base64_is_decoded() => InlineText.Read("compose", Base64(Compose)).Text.ShouldBe(Compose);

    [Fact]
    public void Base64_may_be_broken_into_lines_without_padding_and_safe_for_URLs()
    {
        var encoded = Base64("services: {a: {image: '>>>???'}}").Replace('+', '-').Replace('/', '_').TrimEnd('=');

        InlineText.Read("compose", $"{encoded[..10]}\n{encoded[10..]}\n").Text.ShouldBe("services: {a: {image: '>>>???'}}");
    }

    [Fact]
    public void Whatever_text_is_encoded_is_read_back() =>
        Gen.String.Where(text => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsSurrogate)).Sample(text => InlineText.Read("compose", Base64(text)).Text == text);

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("services", "is neither the text of a compose file nor one in base64")]
    [InlineData("abcde", "is neither the text of a compose file nor one in base64")]
    [InlineData("////", "is neither the text of a compose file nor one in base64")]
    public void What_is_no_compose_file_is_refused_with_the_labels_name(string value, string reason) =>
        Refusal(value).ShouldStartWith($"The label 'x.compose' {reason}. ");

    [Fact]
    public void A_text_that_is_too_long_is_refused_before_and_after_decoding()
    {
        var text = "a: " + new string('x', InlineText.MaximumBytes);

        Refusal(text).ShouldContain("is longer than 1024 KiB");
        Refusal(Base64(text)).ShouldContain("is longer than 1024 KiB");
    }

    [Fact]
    public void It_is_never_shown() => InlineText.Read("x.compose", Compose).ToString().ShouldBe("the text in label 'x.compose'");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Refusal(string value) => Should.Throw<ComposeException>(() => InlineText.Read("x.compose", value)).Message;
}
